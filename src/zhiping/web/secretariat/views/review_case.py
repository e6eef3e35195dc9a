"""One case at the review desk: who judges it, by hand where needed; what the panel said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.permissions.words import Field, Verb
from zhiping.experts import queries as experts
from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import office, round_at
from zhiping.web.secretariat import review_case_forms as forms
from zhiping.web.secretariat import review_words as words
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request

if TYPE_CHECKING:
    from datetime import datetime

    from zhiping.applications.models import Application


def case(request: Request, application_id: int) -> HttpResponse:
    """Show assignments, cards, conflicts and results of a case, with the acts the office may do now."""
    found, at = open_case(request, application_id, Verb.SEE, Field.EXPERT_NAMES)
    now = round_at(found)
    given = _forms(request, found, now[0] if now else "")
    if request.method == "POST" and _act(request, found, at, given):
        return redirect("secretariat:review-case", application_id)
    context = {
        "case": found,
        "now": now,
        "assignments": office.case_assignments(found),
        "conflicts": office.case_conflicts(found),
        "results": office.case_results(found),
        "votes": office.case_votes(found, now[0]) if now else [],
        **given,
        **words.names(programmes.definition_of(found.edition)),
    }
    return render(request, "secretariat/review/case.html", context)


def _forms(request: Request, found: Application, round_id: str) -> dict[str, Any]:
    free = [(one.expert_id, one.expert.user.name) for one in office.free_members(found, round_id)] if round_id else []
    known = [(one.pk, one.user.name) for one in experts.committed(found.edition_id)]
    levels = words.levels_of(programmes.definition_of(found.edition))
    standing = next((r.proposed_level for r in reversed(office.case_results(found)) if r.proposed_level), "")
    posted = {name: request.POST if name in request.POST else None for name in ("assign", "declare", "decide")}
    return {
        "by_hand": forms.ByHandForm(posted["assign"], experts=free, auto_id="hand_%s"),
        "declaring": forms.DeclareForm(posted["declare"], experts=known),
        "deciding": forms.DecideForm(posted["decide"], levels=levels, initial={"level": standing}),
        "free": free,
    }


def _act(request: Request, found: Application, at: datetime, given: dict[str, Any]) -> bool:
    who: dict[str, Any] = {"by": request.actor, "at": at}
    reason = request.POST.get("reason", "")
    if "end" in request.POST:
        end = partial(actions.end_assignment, assignment_id=number(request, "end"), reason=reason, **who)
        return done(request, end, _("已改派，请补充专家。"))
    if "reopen" in request.POST:
        again = partial(actions.reopen_scorecard, assignment_id=number(request, "reopen"), reason=reason, **who)
        return done(request, again, _("评分已退回专家。"))
    name = next((one for one in ("assign", "declare", "decide") if one in request.POST), "")
    form = given[{"assign": "by_hand", "declare": "declaring"}.get(name, "deciding")]
    act = {"assign": _assign, "declare": _declare}.get(name, _decide)
    return form.is_valid() and done(request, partial(act, found, form.cleaned_data, who), _("已记录。"), form)


def _assign(found: Application, given: dict[str, Any], who: dict[str, Any]) -> None:
    now = round_at(found)
    round_id, expert = now[0] if now else "", given["expert"]
    actions.assign_by_hand(application_id=found.pk, expert_id=expert, round_id=round_id, reason=given["reason"], **who)


def _declare(found: Application, given: dict[str, Any], who: dict[str, Any]) -> None:
    actions.declare_for(application_id=found.pk, expert_id=given["declared"], reason=given["why"], **who)


def _decide(found: Application, given: dict[str, Any], who: dict[str, Any]) -> None:
    """Record the panel's word: after a deliberation with its quorum, otherwise after the cards are merged."""
    now = round_at(found)
    said = given | {"goes_on": given["goes_on"] == "yes"}
    act = actions.conclude_deliberation if now is not None and now[1].scorecard is None else actions.decide
    act(application_id=found.pk, **said, **who)
