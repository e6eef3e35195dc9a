"""A round as the office follows it: a page of its cases with what the experts gave, and how much is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from zhiping.applications.models import Application
from zhiping.core.definition.schema import Round
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, RoundResult, Vote
from zhiping.review.queries.rounds import participants, stage_of_round
from zhiping.review.rules import rounds


@dataclass(frozen=True, slots=True)
class Progress:
    """A round in numbers. listed: cases that stand in it or have left it; judged_here: those it waits for.

    out, done: standing cards of the latter, and those handed in. passing: ids of cases that stand in the round without
    taking part.
    """

    cases: QuerySet[Application]
    listed: int
    judged_here: int
    out: int
    done: int
    passing: frozenset[int]

    def among(self, ids: Collection[int]) -> QuerySet[Application]:
        """Return those of the cases that have these ids, in the same order."""
        return self.cases.filter(pk__in=ids)


def progress(edition: Edition, round_id: str) -> Progress:
    """Return how a round stands; one query where every case takes part, as in most. Raises: NotFound.

    Where only some take part, each case in the round is looked at: its level and its facts decide.
    """
    state = stage_of_round(edition, round_id).id
    judged = programmes.definition_of(edition).rounds[round_id]
    passing = frozenset() if rounds.takes_everybody(judged) else _passing(edition, round_id)
    stands, left = Q(state=state), Exists(RoundResult.objects.filter(application=OuterRef("pk"), round_id=round_id))
    found = Application.objects.filter(stands | Q(left), edition=edition)
    here = stands & ~Q(pk__in=passing)
    card = here & Q(assignments__round_id=round_id, assignments__ended_at__isnull=True)
    counted = found.order_by().aggregate(
        listed=Count("pk", distinct=True),
        judged_here=Count("pk", here, distinct=True),
        out=Count("assignments", card),
        done=Count("assignments", card & Q(assignments__scorecard__submitted_at__isnull=False)),
    )
    place = Case(When(here, then=Value(0)), When(stands, then=Value(1)), default=Value(2))
    cases = found.select_related("organisation").order_by(place, "number", "pk")
    return Progress(cases, passing=passing, **counted)


def _passing(edition: Edition, round_id: str) -> frozenset[int]:
    _taking, passing = participants(edition, round_id)
    return frozenset(case.pk for case in passing)


def rows(
    edition: Edition, round_id: str, cases: Sequence[Application], passing: frozenset[int]
) -> list[dict[str, Any]]:
    """Return these cases of a round with their cards or votes and the merged result; two queries more."""
    judged = programmes.definition_of(edition).rounds[round_id]
    state, ids = stage_of_round(edition, round_id).id, [case.pk for case in cases]
    results = {r.application_id: r for r in RoundResult.objects.filter(application__in=ids, round_id=round_id)}
    given = _given(judged, round_id, ids)
    return [
        {
            "case": case,
            "given": given[case.pk],
            "result": results.get(case.pk),
            "marks": {m["expert"]: m for m in results[case.pk].marks} if case.pk in results else {},
            "passes": case.pk in passing,
            "stands": case.state == state,
        }
        for case in cases
    ]


def _given(judged: Round, round_id: str, ids: list[int]) -> dict[int, list[Any]]:
    """Return the cards of each case, or the votes where the round has no card."""
    scored = judged.scorecard is not None
    asked: QuerySet[Any] = (Assignment if scored else Vote).objects.filter(application__in=ids, round_id=round_id)
    asked = asked.select_related("expert__user", "scorecard") if scored else asked.select_related("expert__user")
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for one in asked.order_by("ended_at", "expert_id") if scored else asked.order_by("pk"):
        found[one.application_id].append(one)
    return found
