"""Marks that lie far from what the other experts gave: for the office to ask about, never left out (G3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhiping.applications.models import Application
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment
from zhiping.review.queries.cards import totals
from zhiping.review.rules import rounds


@dataclass(frozen=True, slots=True)
class Distance:
    """How many points a mark lies from the mean of the other experts of its case."""

    points: Decimal
    is_lower: bool


def far_off(edition: Edition, round_id: str) -> dict[int, dict[int, Distance]]:
    """Return case → expert → distance of the marks that lie far off; two queries and all marks of the round.

    What is far is measured by all marks together, so this is for a page that is opened to see it.
    """
    judged = programmes.definition_of(edition).rounds[round_id]
    if judged.scorecard is None:
        return {}
    judging = Assignment.objects.filter(application__edition=edition, round_id=round_id)
    cases = Application.objects.filter(pk__in=judging.values("application_id")).only("pk")
    found = rounds.far_off(judged, totals(cases, round_id))
    return {
        case: {expert: Distance(abs(points), points < 0) for expert, points in given.items()}
        for case, given in found.items()
    }
