"""Scorecards of a round: which card a case is judged on, and what the experts handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from zhiping.applications.models import Application
from zhiping.asking import prepared
from zhiping.core.definition.schema import Definition, Scorecard
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.scoring.merging import Total
from zhiping.programmes import queries as programmes
from zhiping.review.models import Assignment, Vote
from zhiping.review.queries.standing import standing_assignments


def card_for(definition: Definition, round_id: str, dimensions: dict[str, str]) -> Scorecard | None:
    """Return the card of a round for a case's dimensions, or None for a round without points."""
    choice = definition.rounds[round_id].scorecard
    name = choice.card_for(dimensions) if choice else None
    return definition.scorecards[name] if name else None


def card_of(assignment: Assignment) -> Scorecard:
    """Return the card an assignment is scored on. Raises: NotFound for a round without points."""
    application = assignment.application
    definition = programmes.definition_of(application.edition)
    card = card_for(definition, assignment.round_id, application.dimensions)
    if card is None:
        raise NotFound
    return card


def get_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Return one of the expert's standing assignments with case and card. Raises: NotFound."""
    expert_id = actor.scope_id or 0 if actor.role is Role.EXPERT else 0
    found = _own.first(expert_id, assignment_id)
    if found is None:
        raise NotFound
    return found


@prepared
def _own(expert_id: int, assignment_id: int) -> QuerySet[Assignment]:
    standing = standing_assignments(Actor(None, Role.EXPERT, expert_id)).filter(pk=assignment_id)
    return standing.select_related("application__edition", "application__content", "scorecard", "panel")


def totals(cases: Iterable[Application], round_id: str) -> dict[int, list[Total]]:
    """Return every expert's submitted total per case; an ended assignment's card is there, excluded."""
    found: defaultdict[int, list[Total]] = defaultdict(list)
    rows = Assignment.objects.filter(application__in=[c.pk for c in cases], round_id=round_id)
    latest: dict[tuple[int, int], Assignment] = {}
    for row in rows.select_related("scorecard").order_by("ended_at", "pk"):
        latest.setdefault((row.application_id, row.expert_id), row)
        if row.ended_at is None:
            latest[row.application_id, row.expert_id] = row
    for (case, expert), row in sorted(latest.items()):
        card = getattr(row, "scorecard", None)
        points = card.total_points if card is not None and card.submitted_at is not None else None
        if row.ended_at is None or points is not None:
            found[case].append(Total(expert, points, excluded=row.ended_at is not None))
    return dict(found)


def tie_breaks(cases: Iterable[Application], round_id: str) -> dict[int, tuple[Decimal, ...]]:
    """Return, per case, the mean of the counted entries on the card's tie-breaking lines, the first line first."""
    found: dict[int, tuple[Decimal, ...]] = {}
    rows = Assignment.objects.filter(application__in=[c.pk for c in cases], round_id=round_id, ended_at__isnull=True)
    entries: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    for row in rows.filter(scorecard__submitted_at__isnull=False).select_related("scorecard"):
        entries[row.application_id].append(row.scorecard.entries)
    for case in cases:
        card = card_for(programmes.definition_of(case.edition), round_id, case.dimensions)
        given = entries.get(case.pk, [])
        lines = card.tie_break if card is not None and given else ()
        found[case.pk] = tuple(
            sum((Decimal(one.get(line, "0")) for one in given), Decimal(0)) / len(given) for line in lines
        )
    return found


def own_vote(assignment: Assignment) -> Vote | None:
    """Return the vote this expert has given on the case in this round."""
    return Vote.objects.filter(
        application_id=assignment.application_id, round_id=assignment.round_id, expert_id=assignment.expert_id
    ).first()
