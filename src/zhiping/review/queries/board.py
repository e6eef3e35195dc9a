"""Where a round stands: every case with its cards, every expert with the load; and the desk over all editions."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from zhiping.applications.models import Application
from zhiping.core.definition.schema import Round, Stage
from zhiping.core.definition.vocabulary import RoundKind, StageKind
from zhiping.core.scoring import outliers
from zhiping.experts.models import Expert, Invitation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict, PanelMember, RoundResult, Vote
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

    @property
    def is_ready(self) -> bool:
        """Tell whether enough cards or votes are in."""
        return self.missing <= 0


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

    @property
    def votes_instead(self) -> bool:
        """Tell whether the panel talks and votes instead of scoring."""
        return self.judged.scorecard is None

    @property
    def ready(self) -> int:
        """Return how many cases have what the round needs."""
        return sum(row.is_ready for row in self.cases)

    @property
    def short(self) -> int:
        """Return how many cases have fewer experts than the definition asks for."""
        return sum(len(row.seats) < self.judged.reviewers.at_least for row in self.cases)

    @property
    def cards(self) -> tuple[int, int]:
        """Return how many cards or votes are in, and how many are out in all."""
        return sum(row.done for row in self.cases), sum(len(row.seats) for row in self.cases)


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


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round on the desk's overview."""

    stage: Stage
    judged: Round
    cases: int
    out: int
    done: int


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition on the desk's overview."""

    edition: Edition
    rounds: list[RoundLine]
    invited: int
    committed: int
    open_conflicts: int


def desk_lines() -> list[EditionLine]:
    """Return the running editions with their rounds; five queries however many there are."""
    standing = Counter(
        {
            (edition, state): n
            for edition, state, n in Application.objects.filter(phase="round")
            .order_by()
            .values_list("edition_id", "state")
            .annotate(n=Count("pk"))
        }
    )
    cards = {(e, r): (out, done) for e, r, out, done in _cards()}
    asked = {e: (n, signed) for e, n, signed in _invitations()}
    found = Conflict.objects.filter(state=Conflict.State.FOUND).order_by().values_list("application__edition_id")
    conflicts = dict(found.annotate(n=Count("pk")))
    return [
        EditionLine(
            edition=edition,
            rounds=[
                RoundLine(stage, judged, standing[edition.pk, stage.id], *cards.get((edition.pk, stage.round), (0, 0)))
                for stage in definition.stages_of(StageKind.ROUND)
                if stage.round and (judged := definition.rounds[stage.round])
            ],
            invited=asked.get(edition.pk, (0, 0))[0],
            committed=asked.get(edition.pk, (0, 0))[1],
            open_conflicts=conflicts.get(edition.pk, 0),
        )
        for edition in programmes.running()
        if (definition := programmes.definition_of(edition)).stages_of(StageKind.ROUND)
    ]


def _cards() -> list[tuple[int, str, int, int]]:
    standing = Assignment.objects.filter(ended_at__isnull=True, application__phase="round").order_by()
    rows = standing.values_list("application__edition_id", "round_id")
    return list(rows.annotate(n=Count("pk"), done=Count("pk", filter=Q(scorecard__submitted_at__isnull=False))))


def _invitations() -> list[tuple[int, int, int]]:
    rows = Invitation.objects.order_by().values_list("edition_id")
    return list(rows.annotate(n=Count("pk"), signed=Count("pk", filter=Q(committed_at__isnull=False))))


def past_results(edition: Edition, round_id: str) -> list[RoundResult]:
    """Return what a round has concluded on cases that have left it: group by group, best first."""
    stage = stage_of_round(edition, round_id)
    found = RoundResult.objects.filter(application__edition=edition, round_id=round_id, concluded_at__isnull=False)
    found = found.exclude(application__state=stage.id).select_related("application__organisation")
    return list(found.order_by("rank_group", "rank", "application__number", "pk"))


def names_of(board: Board) -> dict[int, str]:
    """Return the names of everybody who holds or held a card of the round, for the table of marks."""
    wanted = {mark["expert"] for result in past_results(board.edition, board.round_id) for mark in result.marks}
    held = {one.expert_id: one.expert.user.name for row in board.cases for one in [*row.seats, *row.ended]}
    rest = Expert.objects.filter(pk__in=wanted - held.keys()).select_related("user")
    return held | {expert.pk: expert.user.name for expert in rest}


def is_together(judged: Round) -> bool:
    """Tell whether the whole panel sits over every case."""
    return judged.kind in (RoundKind.DELIBERATION, RoundKind.SITE_VISIT)
