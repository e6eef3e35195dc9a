"""What the office's review desk shows: numbers, panels, conflicts, progress, results."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Min, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from zhiping.applications.models import Application
from zhiping.core.as_read import told
from zhiping.core.definition.schema import Round
from zhiping.core.errors import NotFound
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict, Panel
from zhiping.review.queries.rounds import stage_of_round

WAITING = Q(state=Conflict.State.FOUND, is_certain=False)
"""Suspected conflicts that a person has to judge; certain ones hold by themselves."""
SUSPICION = Concat("expert_id", Value(" "), "kind", output_field=CharField())
"""What is suspected of one expert in one way is one question, however many cases it concerns."""


@dataclass(frozen=True, slots=True)
class RoundNumbers:
    """One round of an edition in numbers."""

    edition: Edition
    round_id: str
    judged: Round
    cases: int
    assigned: int
    submitted: int
    experts: int


def numbers() -> list[RoundNumbers]:
    """Return every round of the running editions with its numbers; four queries however many there are."""
    editions = list(programmes.editions().filter(status=Edition.Status.OPEN))
    states = _grouped(Application.objects.values_list("edition_id", "state").annotate(n=Count("pk")).order_by())
    standing = Assignment.objects.filter(ended_at__isnull=True)
    key = ("application__edition_id", "round_id")
    done = Count("pk", filter=Q(scorecard__submitted_at__isnull=False))
    rows = standing.values_list(*key).annotate(n=Count("pk"), done=done).order_by()
    cards = {(edition, round_id): (n, submitted) for edition, round_id, n, submitted in rows}
    seats = _grouped(Panel.objects.values_list("edition_id", "round_id").annotate(n=Count("members")).order_by())
    found = []
    for edition in editions:
        for round_id, judged in programmes.definition_of(edition).rounds.items():
            at = (edition.pk, round_id)
            state = stage_of_round(edition, round_id).id
            found.append(
                RoundNumbers(
                    edition,
                    round_id,
                    judged,
                    cases=states.get((edition.pk, state), 0),
                    assigned=cards.get(at, (0, 0))[0],
                    submitted=cards.get(at, (0, 0))[1],
                    experts=seats.get(at, 0),
                )
            )
    return found


def _grouped(rows: QuerySet[Any, tuple[Any, ...]]) -> dict[tuple[int, str], int]:
    return {(first, second): n for first, second, n in rows}


def conflicts_to_judge() -> dict[int, int]:
    """Return, per edition, how many suspicions wait for a person: what is suspected of one expert counts once a kind."""
    found = Conflict.objects.filter(WAITING).values_list("application__edition_id")
    return dict(found.annotate(n=Count(SUSPICION, distinct=True)).order_by())


def as_judged(conflict: Conflict) -> str:
    """Return what tells a conflict as it stands from what a page may have shown: its evidence, and what was said of it."""
    return told(conflict.state, conflict.evidence, conflict.decided_by_id, conflict.decided_at, conflict.reason)


def alike(edition: Edition, experts: Collection[int]) -> dict[tuple[int, str], list[int]]:
    """Return the conflicts that wait and are the same suspicion of one of these experts, by expert and kind."""
    waiting = Conflict.objects.filter(WAITING, application__edition=edition, expert__in=experts).order_by("pk")
    found: dict[tuple[int, str], list[int]] = {}
    for pk, expert_id, kind in waiting.values_list("pk", "expert_id", "kind"):
        found.setdefault((expert_id, kind), []).append(pk)
    return found


def panels_of(edition: Edition, round_id: str) -> list[Panel]:
    """Return the panels of a round with their members."""
    found = Panel.objects.filter(edition=edition, round_id=round_id)
    return list(found.prefetch_related("members__expert__user", "members__expert__organisation").order_by("pk"))


def conflicts_of(edition: Edition, text: str = "", *, waiting: bool = False) -> QuerySet[Conflict]:
    """Return an edition's conflicts, those to be judged first, suspected before certain.

    waiting: only what waits for a person, the first case of each kind of suspicion of an expert; `alike` has them all.
    text: what the expert's name, the case's title, or one of their units' names holds.
    """
    found = Conflict.objects.filter(application__edition=edition)
    if waiting:
        each = found.filter(WAITING).order_by().values("expert_id", "kind").annotate(first=Min("pk"))
        found = found.filter(pk__in=each.values("first"))
    if text:
        named = Q(expert__user__name__icontains=text) | Q(application__title__icontains=text)
        units = Q(expert__organisation__name__icontains=text) | Q(application__organisation__name__icontains=text)
        found = found.filter(named | units)
    order = {Conflict.State.FOUND: 0, Conflict.State.CONFIRMED: 1, Conflict.State.DISMISSED: 2}
    place = Case(*(When(state=state, then=Value(n)) for state, n in order.items()))
    related = found.select_related("application__organisation", "expert__user", "expert__organisation")
    return related.order_by(place, "is_certain", "pk")


def conflict_of(edition_id: int, conflict_id: int) -> Conflict:
    """Return a conflict of the edition. Raises: NotFound."""
    found = Conflict.objects.filter(pk=conflict_id, application__edition_id=edition_id).first()
    if found is None:
        raise NotFound
    return found
