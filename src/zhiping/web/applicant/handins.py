"""What a case is asked for between rounds, such as a benchmark candidate's presentation video (qc-2022 二.4)."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.review import actions
from zhiping.review.queries import handing_in
from zhiping.web.applicant import uploading
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons


@login_required
def hand_in(request: SignedIn, application_id: int) -> HttpResponse:
    """Show what this case is asked for and take it; a case that is asked for nothing has no such page."""
    case, at = open_case(request, application_id, Verb.HAND_IN, Field.ATTACHMENTS)
    parts = handing_in.asked_of(case)
    if not parts:
        raise NotFound
    refused, upload = "", request.FILES.get("file")
    if request.method == "POST" and upload is not None:
        file = cast("BinaryIO", upload)
        rule, name = request.POST.get("rule", ""), upload.name or ""
        try:
            actions.hand_in(application_id=case.pk, rule_id=rule, name=name, content=file, by=request.actor, at=at)
        except RuleViolation as refusal:
            refused = _("%(name)s：%(reason)s") % {"name": upload.name, "reason": reasons(refusal)[0]}
        else:
            messages.success(request, _("已递交。"))
            return redirect("applicant:hand-in", case.pk)
    begun = uploading.unfinished(request, uploading.LATER, case)
    rows = [(part, begun.get(part.rule.id, [])) for part in parts]
    context = {"case": case, "parts": rows, "refused": refused, "now": at}
    return render(request, "applicant/hand_in.html", context, status=409 if refused else 200)
