"""A draft as a task list, the way it takes, and who writes at it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiping.applications import actions
from zhiping.applications.queries import entering, pages
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.programmes import queries as programmes
from zhiping.web.applicant.forms import WayForm
from zhiping.web.applicant.presenting import head, tasks
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons


@login_required
def draft(request: SignedIn, application_id: int) -> HttpResponse:
    """Show the draft's parts with their state, what is missing and who must act."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    return render(request, "applicant/draft.html", head(case, at) | tasks(case, at))


@login_required
def route(request: SignedIn, application_id: int) -> HttpResponse:
    """Choose another recommending unit or way."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    options = entering.start_options(case.edition, case.organisation_id)
    form = WayForm(request.POST or None, options=options, initial={"way": _chosen(case)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_route(application_id=case.pk, **form.way_values(), by=request.actor, at=at)
        except RuleViolation as refusal:
            form.add_error("way", reasons(refusal)[0])
        else:
            messages.success(request, _("已保存申报途径。"))
            return redirect("applicant:draft", case.pk)
    route_rules = programmes.definition_of(case.edition).route
    return render(request, "applicant/route.html", head(case, at) | {"form": form, "route": route_rules})


def _chosen(case: Any) -> str:
    return f"way:{case.direct_route}" if case.direct_route else f"recommender:{case.recommender_id}"


@login_required
def writers(request: SignedIn, application_id: int) -> HttpResponse:
    """Show who writes at the draft and ask colleagues to."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    if request.method == "POST":
        act = actions.remove_editor if "remove" in request.POST else actions.add_editor
        person = request.POST.get("remove") or request.POST.get("add") or "0"
        act(application_id=case.pk, user_id=int(person) if person.isdecimal() else 0, by=request.actor, at=at)
        return redirect("applicant:writers", case.pk)
    context = {"writers": pages.writers(case), "colleagues": pages.colleagues(case)}
    return render(request, "applicant/writers.html", head(case, at) | context)


@login_required
@require_POST
def ask_endorsement(request: SignedIn, application_id: int) -> HttpResponse:
    """Tell the unit's administrators that the draft is ready for their opinion."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    actions.request_endorsement(application_id=case.pk, by=request.actor, at=at)
    messages.success(request, _("已通知单位管理员。出具意见后会通知您。"))
    return redirect("applicant:draft", case.pk)
