"""The office publishes consented stories and takes them off again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.programmes import queries as programmes
from zhiping.showcase import actions, queries
from zhiping.web.secretariat.views.tabs import tabs
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import Request
from zhiping.web.shared.prose import rendered
from zhiping.web.shared.refusals import reasons

PAGE = 100


def stories(request: Request, edition_id: int) -> HttpResponse:
    """List the stories of an edition, consented ones first."""
    edition = programmes.get_edition(edition_id)
    page = Paginator(queries.of_edition(edition), PAGE).get_page(request.GET.get("page"))
    context = {"edition": edition, "stories": page.object_list, "page": page}
    return render(request, "secretariat/decision/stories.html", context | tabs("secretariat:stories"))


def story(request: Request, application_id: int) -> HttpResponse:
    """Read a story as the public would, publish it or take it off."""
    case, at = open_case(request, application_id, Verb.TELL, Field.STORY)
    found = queries.of_case(case)
    if request.method == "POST":
        who: dict[str, Any] = {
            "application_id": application_id,
            "by": request.actor,
            "at": at,
        }
        try:
            if "withdraw" in request.POST:
                actions.withdraw_story(reason=request.POST.get("reason", ""), **who)
                messages.success(request, _("已撤下。"))
            else:
                actions.publish_story(**who)
                messages.success(request, _("已公开。"))
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        else:
            return redirect("secretariat:story", application_id)
    context = {"case": case, "story": found, "body": rendered(found.body) if found else ""}
    return render(request, "secretariat/decision/story.html", context)
