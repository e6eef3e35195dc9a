"""Pure rules of the recommending unit's opinion: words, points and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiping.core.errors import RuleViolation


def check_opinion(opinion: str) -> None:
    """Refuse an opinion or a reason without words. Raises: RuleViolation("recommendation.opinion_missing")."""
    if not opinion.strip():
        raise RuleViolation("recommendation.opinion_missing")


def check_points(points: Decimal | None, *, asked: bool, maximum: Decimal) -> None:
    """Refuse points outside 0 … maximum, or none where the edition asks for them.

    Raises: RuleViolation("recommendation.points_missing" | "recommendation.points_out_of_range").
    """
    if points is None:
        if asked:
            raise RuleViolation("recommendation.points_missing")
        return
    if not Decimal(0) <= points <= maximum:
        raise RuleViolation("recommendation.points_out_of_range", maximum=maximum)


@dataclass(frozen=True, slots=True)
class Place:
    """A place somebody gives a case among those of its group. rank: 1 is best; None for no place."""

    case_id: int
    group: str
    rank: int | None


def check_places(places: Iterable[Place]) -> None:
    """Refuse places below 1 and a place given twice in one group.

    Raises: RuleViolation("ranking.not_positive" | "ranking.twice").
    """
    taken: set[tuple[str, int]] = set()
    for place in places:
        if place.rank is None:
            continue
        if place.rank < 1:
            raise RuleViolation("ranking.not_positive", rank=place.rank)
        if (place.group, place.rank) in taken:
            raise RuleViolation("ranking.twice", rank=place.rank, group=place.group)
        taken.add((place.group, place.rank))


def completed(order: Sequence[Place]) -> dict[int, int]:
    """Return places for the cases of a group that have none: in the order given, after the last that has one."""
    last = max((place.rank for place in order if place.rank is not None), default=0)
    without = (place.case_id for place in order if place.rank is None)
    return {case_id: n for n, case_id in enumerate(without, start=last + 1)}


def moved(order: Sequence[Place], case_id: int, steps: int) -> dict[int, int]:
    """Return the places that change when a case moves within its group, the others closing up.

    Whoever stands above a case with a place gets one, too; those below the last of them stay without.
    Args: order: the group as it stands now, those with a place first. steps: downwards; negative ones upwards.
    """
    ranks = {place.case_id: place.rank for place in order}
    ids = list(ranks)
    to = min(max(ids.index(case_id) + steps, 0), len(ids) - 1)
    ids.remove(case_id)
    ids.insert(to, case_id)
    last = max([to, *(n for n, pk in enumerate(ids) if ranks[pk] is not None)])
    return {pk: n for n, pk in enumerate(ids[: last + 1], start=1) if ranks[pk] != n}
