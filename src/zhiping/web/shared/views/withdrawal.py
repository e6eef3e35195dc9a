"""Take an application back, or up again: asked once more with its consequence, and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.core.permissions.words import Field, Verb
from zhiping.journey import actions
from zhiping.journey.queries import reviving
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from datetime import datetime

    from zhiping.applications.models import Application


@login_required
def withdraw(request: Request, application_id: int) -> HttpResponse:
    """Withdraw with a reason, for the applicant or the unit; whoever cannot come back reads it before."""
    case, at = open_case(request, application_id, Verb.WITHDRAW, Field.CASE)
    refused: list[str] = []
    if request.method == "POST":
        try:
            actions.withdraw(application_id=case.pk, reason=request.POST.get("reason", ""), by=request.actor, at=at)
        except RuleViolation as refusal:
            refused = reasons(refusal)
        else:
            messages.success(request, _("已撤回申报。"))
            return redirect("home")
    context = {"case": case, "refused": refused, **_whether_final(case, at)}
    return render(request, "ui/withdraw.html", context, status=409 if refused else 200)


def _whether_final(case: Application, at: datetime) -> dict[str, Any]:
    """Return until when the case could be taken up again if it were withdrawn now, for who is about to withdraw it."""
    try:
        until = reviving.revivable_until(case)
    except RuleViolation:
        return {"is_judged": True}
    return {"until": until, "is_over": until is not None and until <= at}


@login_required
def revive(request: Request, application_id: int) -> HttpResponse:
    """Take a withdrawn case up again with a reason, for the applicant or the unit; or read why that cannot be."""
    case, at = open_case(request, application_id, Verb.REVIVE, Field.CASE)
    refused: list[str] = []
    if request.method == "POST":
        try:
            actions.revive(application_id=case.pk, reason=request.POST.get("reason", ""), by=request.actor, at=at)
        except (RuleViolation, RuleViolations) as refusal:
            refused = reasons(refusal)
        else:
            messages.success(request, _("已恢复申报，回到撤回以前的环节。"))
            return redirect("case", case.pk)
    barred = [] if refused else reasons(RuleViolations(reviving.why_not_now(case, request.actor, at)))
    until = None if barred or refused else reviving.revivable_until(case)
    context = {"case": case, "refused": refused, "barred": barred, "until": until}
    return render(request, "ui/revive.html", context, status=409 if refused else 200)
