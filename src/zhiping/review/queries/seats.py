"""An expert's standing assignments as lists show them: plain facts, for an expert may hold a hundred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length

from zhiping.asking import prepared
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Blind
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes import queries as programmes
from zhiping.review.models import Assignment, Vote
from zhiping.review.queries.standing import standing_assignments

FACTS = (
    "pk",
    "alias",
    "round_id",
    "due_at",
    "application__edition_id",
    "application__edition__title",
    "application__edition__definition_sha256",
    "application__title",
    "application__dimensions",
    "application__organisation__name",
    "scorecard__pk",
    "scorecard__submitted_at",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One assignment. title and unit: as far as the round lets the expert read them, else ""."""

    pk: int
    alias: str
    round_id: str
    due_at: datetime | None
    edition_id: int
    edition_title: str
    definition: Definition
    title: str
    unit: str
    has_begun: bool
    is_done: bool


def own_seats(actor: Actor) -> list[Seat]:
    """Return the expert's standing assignments by edition, round and alias, A-46 before A-113; one query."""
    expert_id = actor.scope_id or 0 if actor.role is Role.EXPERT else 0
    return [_seat(row) for row in _rows(expert_id)]


@prepared
def _rows(expert_id: int) -> QuerySet[Assignment, tuple[Any, ...]]:
    voted = Vote.objects.filter(
        application=OuterRef("application"), expert=OuterRef("expert"), round_id=OuterRef("round_id")
    )
    found = standing_assignments(Actor(None, Role.EXPERT, expert_id)).annotate(has_voted=Exists(voted))
    return found.order_by("application__edition_id", "round_id", Length("alias"), "alias").values_list(
        *FACTS, "has_voted"
    )


def _seat(row: tuple[Any, ...]) -> Seat:
    pk, alias, round_id, due_at, edition_id, edition_title, rules, title, dimensions, unit, card, handed_in, voted = row
    definition = programmes.rules(rules)
    is_blind = definition.rounds[round_id].blind != Blind.NONE
    return Seat(
        pk=pk,
        alias=alias,
        round_id=round_id,
        due_at=due_at,
        edition_id=edition_id,
        edition_title=edition_title,
        definition=definition,
        title="" if is_blind and title_tells_who(definition, dimensions) else title,
        unit="" if is_blind else unit,
        has_begun=card is not None,
        is_done=voted or handed_in is not None,
    )


def title_tells_who(definition: Definition, dimensions: dict[str, str]) -> bool:
    """Tell whether the titles of such cases tell who applies."""
    form = definition.form_for(dimensions)
    field = next((f for f in form.fields() if f.id == form.title_field), None)
    return field is not None and field.identifies
