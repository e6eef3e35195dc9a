"""A round as it is assigned: the cases that take part, the experts with what they hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhiping.applications.models import Application
from zhiping.core.definition.schema import Round
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, PanelMember
from zhiping.review.queries.rounds import participants, stage_of_round


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """A member of the round's panels. held: standing assignments of cases that take part."""

    member: PanelMember
    held: int


@dataclass(frozen=True, slots=True)
class Board:
    """A round of an edition before and while it is assigned."""

    edition: Edition
    round_id: str
    judged: Round
    cases: list[Application]
    experts: list[ExpertRow]


def board(edition: Edition, round_id: str) -> Board:
    """Return how a round of an edition is assigned; the same number of queries however many cases. Raises: NotFound."""
    stage_of_round(edition, round_id)
    judged = programmes.definition_of(edition).rounds[round_id]
    taking, _passing = participants(edition, round_id)
    standing = Assignment.objects.filter(
        application__in=[c.pk for c in taking], round_id=round_id, ended_at__isnull=True
    )
    held = Counter(standing.values_list("expert_id", flat=True))
    people = [ExpertRow(member, held[member.expert_id]) for member in members_of(edition, round_id)]
    return Board(edition, round_id, judged, taking, people)


def members_of(edition: Edition, round_id: str) -> list[PanelMember]:
    """Return who sits on the panels of a round: panel by panel, leaders first."""
    found = PanelMember.objects.filter(panel__edition=edition, panel__round_id=round_id)
    found = found.select_related("panel", "expert__user", "expert__organisation")
    return list(found.order_by("panel__name", "-is_leader", "expert__user__name", "pk"))
