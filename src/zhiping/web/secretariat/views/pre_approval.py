"""The office confirms units without a recommender: the virtual recommender, or directly."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.secretariat.screening_forms import ReasonForm
from zhiping.web.shared import phases
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons


def pre_approval(request: Request) -> HttpResponse:
    """List the cases that ask for it, the undecided ones first; confirm or refuse one, with the reason."""
    cases = queries.cases_to_confirm(request.actor)
    sent = request.POST.get("case", "")
    rows = [_row(request, case, sent) for case in cases]
    if request.method == "POST":
        row = next((r for r in rows if str(r["case"].pk) == sent), None)
        if row is None or request.POST.get("approved") not in ("yes", "no"):
            raise NotFound
        if row["form"].is_valid():
            try:
                _decide(request, row)
            except RuleViolation as refused:
                row["form"].add_error(None, reasons(refused))
            else:
                messages.success(request, _("已记录，“%(title)s”。") % {"title": row["title"]})
                return redirect("secretariat:pre-approval")
    return render(request, "secretariat/screening/pre_approval.html", {"rows": rows})


def _row(request: Request, case: Any, sent: str) -> dict[str, Any]:
    mine = request.method == "POST" and str(case.pk) == sent
    way = queries.way_of(case)
    return {
        "case": case,
        "title": case.title or _("未命名成果"),
        "way": way,
        "cited": phases.cited(programmes.definition_of(case.edition), way.source) if way else "",
        "decided": getattr(case, "pre_approval", None),
        "form": ReasonForm(request.POST if mine else None, prefix=f"case-{case.pk}"),
        "state": phases.state_label(case.state, case.phase),
    }


def _decide(request: Request, row: dict[str, Any]) -> None:
    actions.approve_direct(
        application_id=row["case"].pk,
        approved=request.POST["approved"] == "yes",
        reason=row["form"].cleaned_data["reason"],
        by=request.actor,
        at=programmes.now(row["case"].edition),
    )
