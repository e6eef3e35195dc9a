"""Where a round stands when it is assigned: every case with its cards, every expert with the load."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhiping.applications.models import Application
from zhiping.core.definition.schema import Round
from zhiping.core.definition.vocabulary import RoundKind
from zhiping.core.scoring import outliers
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, PanelMember, RoundResult, Vote
from zhiping.review.queries.cards import totals
from zhiping.review.queries.rounds import earlier_results, participants, stage_of_round
from zhiping.review.rules import rounds

FAR = Decimal("2.5")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of a round. seats: standing assignments, each with `done`; off: experts whose mark lies far off."""

    case: Application
    seats: list[Assignment]
    ended: list[Assignment]
    done: int
    missing: int
    result: RoundResult | None
    earlier: list[RoundResult]
    off: frozenset[int]


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """A member of the round's panels with what is held and done."""

    member: PanelMember
    held: int
    done: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """A round of an edition as the office sees it. passing: cases that stand in it without taking part."""

    edition: Edition
    round_id: str
    judged: Round
    cases: list[CaseRow]
    passing: list[Application]
    experts: list[ExpertRow]


def board(edition: Edition, round_id: str) -> Board:
    """Return how a round of an edition stands; the same number of queries however many cases. Raises: NotFound."""
    stage_of_round(edition, round_id)
    judged = programmes.definition_of(edition).rounds[round_id]
    taking, passing = participants(edition, round_id)
    held = _assignments(taking, round_id)
    voted = set(
        Vote.objects.filter(application__in=[c.pk for c in taking], round_id=round_id).values_list(
            "application_id", "expert_id"
        )
    )
    results, off = earlier_results(taking), _far_off(taking, round_id, held)
    rows = [
        _case_row(case, held[case.pk], judged, round_id, voted=voted, results=results[case.pk], off=off[case.pk])
        for case in taking
    ]
    return Board(edition, round_id, judged, rows, passing, _experts(edition, round_id, rows))


def _assignments(cases: list[Application], round_id: str) -> dict[int, list[Assignment]]:
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(application__in=[c.pk for c in cases], round_id=round_id)
    for one in rows.select_related("expert__user", "scorecard").order_by("expert__user__name", "pk"):
        found[one.application_id].append(one)
    return found


def _case_row(
    case: Application,
    held: list[Assignment],
    judged: Round,
    round_id: str,
    *,
    voted: set[tuple[int, int]],
    results: dict[str, RoundResult],
    off: frozenset[int],
) -> CaseRow:
    seats = [one for one in held if one.ended_at is None]
    for one in seats:
        card = getattr(one, "scorecard", None)
        submitted = card is not None and card.submitted_at is not None
        one.done = submitted or (case.pk, one.expert_id) in voted  # type: ignore[attr-defined]
    done = sum(one.done for one in seats)  # type: ignore[attr-defined]
    return CaseRow(
        case=case,
        seats=seats,
        ended=[one for one in held if one.ended_at is not None],
        done=done,
        missing=max(judged.reviewers.at_least - done, 0),
        result=results.get(round_id),
        earlier=[result for name, result in results.items() if name != round_id],
        off=off,
    )


def _far_off(cases: list[Application], round_id: str, held: dict[int, list[Assignment]]) -> dict[int, frozenset[int]]:
    """Return, per case, the experts whose total lies far from what the others gave; flagged, never left out."""
    marks = rounds.valid_marks(totals(cases, round_id)) if any(held.values()) else {}
    found: defaultdict[int, set[int]] = defaultdict(set)
    for flag in outliers.flag(marks, limit=FAR):
        found[flag.application_id].add(flag.expert_id)
    return {case.pk: frozenset(found.get(case.pk, ())) for case in cases}


def _experts(edition: Edition, round_id: str, rows: list[CaseRow]) -> list[ExpertRow]:
    seats = [one for row in rows for one in row.seats]
    held = Counter(one.expert_id for one in seats)
    done = Counter(one.expert_id for one in seats if one.done)  # type: ignore[attr-defined]
    due = {one.expert_id: one.due_at for one in seats}
    return [
        ExpertRow(member, held[member.expert_id], done[member.expert_id], due.get(member.expert_id))
        for member in members_of(edition, round_id)
    ]


def members_of(edition: Edition, round_id: str) -> list[PanelMember]:
    """Return who sits on the panels of a round: panel by panel, leaders first."""
    found = PanelMember.objects.filter(panel__edition=edition, panel__round_id=round_id)
    found = found.select_related("panel", "expert__user", "expert__organisation")
    return list(found.order_by("panel__name", "-is_leader", "expert__user__name", "pk"))


def is_together(judged: Round) -> bool:
    """Tell whether the whole panel sits over every case."""
    return judged.kind in (RoundKind.DELIBERATION, RoundKind.SITE_VISIT)
