"""Scoring: the document beside the scorecard, saved as it grows, submitted once; or recuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import cards, papers
from zhiping.web.expert import presenting
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.doing import number
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.score_words import on_card

if TYPE_CHECKING:
    from zhiping.review.models import Assignment

WORDS = ("opinion", "strengths", "improvements", "proposed_level")


@login_required
def scorecard(request: Request, assignment_id: int) -> HttpResponse:
    """Show and keep one card; `act=submit` hands it in, a background save answers with the total as JSON."""
    found = cards.get_assignment(request.actor, assignment_id)
    if presenting.scorecard_of(found) is None:
        return redirect("expert:deliberation", assignment_id)
    faults: list[str] = []
    if request.method == "POST":
        try:
            saved = _save(request, found)
        except (RuleViolation, RuleViolations) as refused:
            faults = reasons(on_card(refused, presenting.scorecard_of(found)))
        else:
            return _answer(request, saved, assignment_id)
    if faults and request.headers.get("Accept") == "application/json":
        return JsonResponse({"faults": faults}, status=409, json_dumps_params={"ensure_ascii": False})
    return render(request, "expert/scorecard.html", _context(request, found, faults), status=409 if faults else 200)


def _save(request: Request, found: Assignment) -> Any:
    who: dict[str, Any] = {
        "assignment_id": found.pk,
        "by": request.actor,
        "at": at_edition(request, found.application.edition),
    }
    entries = {name.removeprefix("p-"): text for name, text in request.POST.items() if name.startswith("p-")}
    saved = actions.save_scorecard(
        entries={name: str(text) for name, text in entries.items()},
        words={name: request.POST.get(name, "") for name in WORDS},
        knows_applicant="knows_applicant" in request.POST,
        revision=number(request, "revision"),
        **who,
    )
    if request.POST.get("act") == "submit":
        saved = actions.submit_scorecard(**who)
    return saved


def _answer(request: Request, saved: Any, assignment_id: int) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        at = timezone.localtime(saved.saved_at).strftime("%H:%M:%S")
        return JsonResponse({"revision": saved.revision, "total": str(saved.total_points), "at": at})
    if saved.submitted_at is not None:
        messages.success(request, _("评分已提交。"))
        return redirect("expert:assignments")
    messages.success(request, _("已保存。"))
    return redirect("expert:scorecard", assignment_id)


def _context(request: Request, found: Assignment, faults: list[str]) -> dict[str, Any]:
    case, card = found.application, presenting.scorecard_of(found)
    written = getattr(found, "scorecard", None)
    entries = dict(written.entries) if written is not None else {}
    if faults:
        entries |= {name.removeprefix("p-"): str(v) for name, v in request.POST.items() if name.startswith("p-")}
    desk = papers.desk_of(request.actor, found)
    return {
        "desk": desk,
        "assignment": found,
        "case": case,
        "card": card,
        "written": written,
        "words": request.POST if faults else written,
        "lines": presenting.lines(card, entries) if card else [],
        "levels": programmes.definition_of(case.edition).levels,
        "faults": faults,
    }


@login_required
def recuse(request: Request, assignment_id: int) -> HttpResponse:
    """Recuse from one case with the reason; what was scored does not count."""
    found = cards.get_assignment(request.actor, assignment_id)
    fault = ""
    if request.method == "POST":
        try:
            actions.declare_conflict(
                assignment_id=assignment_id,
                reason=request.POST.get("reason", ""),
                by=request.actor,
                at=at_edition(request, found.application.edition),
            )
        except RuleViolation as refused:
            fault = reasons(refused)[0]
        else:
            messages.success(request, _("已回避。这项成果不再出现在您的任务中。"))
            return redirect("expert:assignments")
    return render(request, "expert/recuse.html", {"assignment": found, "fault": fault})
