"""Assign a round: what a run would do, why seats stay empty and the smallest change that helps, the run, one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.assignment.explain import MoreExperts, RaiseLoad
from zhiping.core.errors import RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import board, planning
from zhiping.web.secretariat.review_forms import SeatByHandForm, SeedForm
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from zhiping.core.assignment.explain import Remedy, Shortage

TRIAL = "预览"


def assignment(request: Request, edition_id: int, round_id: str) -> HttpResponse:
    """Show the dry run, of a large round where it is asked for; assign with a seed, or one case by hand."""
    edition = programmes.get_edition(edition_id)
    now = board.board(edition, round_id)
    form, by_hand = _forms(request, now)
    if request.method == "POST" and _act(request, now, form, by_hand):
        return redirect(
            "secretariat:round" if "run" in request.POST else "secretariat:assignment", edition_id, round_id
        )
    seed = form.cleaned_data.get("seed") if form.is_bound and form.is_valid() else None
    plan = planning.plan(edition, round_id, seed or TRIAL, now.cases)
    preview, refused = _tried(plan) if plan.is_quick or (seed and "try" in request.POST) else (None, [])
    context = {"edition": edition, "judged": now.judged, "round_id": round_id, "form": form, "by_hand": by_hand}
    context |= {"preview": preview, "refused": refused, "plan": plan, "together": plan.together}
    return render(request, "secretariat/review/assignment.html", context | _told(preview, now))


def _tried(plan: planning.Plan) -> tuple[planning.Preview | None, list[str]]:
    if plan.is_empty:
        return None, []
    try:
        return planning.preview(plan), []
    except RuleViolation as refused:
        return None, reasons(refused)


def _forms(request: Request, now: board.Board) -> tuple[forms.Form, forms.Form]:
    cases = [(case.pk, case.number or "", case.title) for case in now.cases]
    people = [(row.member.expert_id, row.member.expert.user.name) for row in now.experts]
    posted = request.POST if request.method == "POST" else None
    by_hand = SeatByHandForm(posted if "hand" in request.POST else None, prefix="hand", cases=cases, experts=people)
    return SeedForm(posted if "hand" not in request.POST else None), by_hand


def _act(request: Request, now: board.Board, form: forms.Form, by_hand: forms.Form) -> bool:
    """Run the assignment or seat one expert; a dry run and a refusal stay on the page."""
    chosen = by_hand if "hand" in request.POST else form
    if not chosen.is_valid() or "try" in request.POST:
        return False
    who: dict[str, Any] = {"by": request.actor, "at": programmes.now(now.edition)}
    given = chosen.cleaned_data
    try:
        if chosen is by_hand:
            about = {"application_id": given["application"], "expert_id": given["expert"], "reason": given["reason"]}
            actions.assign_by_hand(round_id=now.round_id, **about, **who)
        else:
            actions.assign(edition_id=now.edition.pk, round_id=now.round_id, seed=given["seed"], **who)
    except RuleViolation as refused:
        chosen.add_error(None, reasons(refused))
        return False
    messages.success(request, _("已指定，专家得到通知。") if chosen is by_hand else _("已分配，并已通知各位专家。"))
    return True


def _told(preview: planning.Preview | None, now: board.Board) -> dict[str, Any]:
    if preview is None:
        return {}
    names: dict[Any, str] = {row.member.expert_id: row.member.expert.user.name for row in now.experts}
    cases: dict[Any, Any] = {case.pk: case for case in now.cases}
    return {
        "loads": [{"row": row, "then": preview.loads.get(row.member.expert_id, 0)} for row in now.experts],
        "remedies": [_remedy(one, names) for one in preview.remedies],
        "shortages": [
            {
                "case": cases[one.application_id],
                "short": one,
                "why": _why(one),
                "remedies": [_remedy(remedy, names) for remedy in one.remedies],
            }
            for one in preview.shortages
        ],
    }


def _why(short: Shortage) -> list[str]:
    """Return why the other experts are not in place, each counted once."""
    counted = (
        (_("利益冲突 %(n)s 人"), short.conflict),
        (_("领域不符 %(n)s 人"), short.other_field),
        (_("同单位已有人 %(n)s 人"), short.same_group),
        (_("任务已满 %(n)s 人"), short.full),
    )
    return [text % {"n": n} for text, n in counted if n] or [_("没有其他专家")]


def _remedy(remedy: Remedy, names: dict[Any, str]) -> str:
    if isinstance(remedy, RaiseLoad):
        return _("把 %(name)s 的上限提高 %(by)s 项") % {"name": names.get(remedy.expert_id, "—"), "by": remedy.by}
    if isinstance(remedy, MoreExperts):
        more = _("再聘请 %(n)s 位无利益冲突的专家") % {"n": remedy.count}
        return more + (_("（须懂方法）") if remedy.skill else "")
    return _("替换 %(name)s 的一项任务") % {"name": names.get(remedy.expert_id, "—")}
