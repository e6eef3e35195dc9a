"""Who gets which level: by score, by share of the ranked, or by the committee's vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, groupby, pairwise

from zhiping.core.identifiers import Id
from zhiping.core.ranking import HUNDRED, Group, Ranked


@dataclass(frozen=True, slots=True)
class Majority:
    """How many of the voters must agree: at least the share, or more than it (a simple majority is more than 1/2).

    A fraction and not a percentage, because two of three are not 66.67 %.
    """

    share: Fraction
    more_than: bool = False

    def reached(self, wanted: int, voters: int) -> bool:
        """Tell whether so many of the voters are enough; nobody is never enough."""
        needed = self.share * voters
        return wanted > 0 and (wanted > needed or (wanted == needed and not self.more_than))


@dataclass(frozen=True, slots=True)
class Level:
    """What the rule gives one application.

    level: None when it reaches none. between: the levels (None for "none") that equals on a boundary straddle, best
    first; then level is None and a person must decide. votes: votes for this level or a better one, when voted.
    """

    application_id: Id
    level: str | None
    between: tuple[str | None, ...] = ()
    votes: int | None = None


def largest_remainder(total: int, percents: Sequence[Decimal]) -> tuple[int, ...]:
    """Split a number of places by percentages so that nothing is lost to rounding.

    Every share is rounded down; the places left go one each to the largest remainders, and of equal remainders to
    the later share, so that the better level is never the one rounded up in doubt.
    Args: percents: together at most 100; what is missing to 100 stays unplaced.
    Raises: ValueError for a negative percentage or more than 100 together.
    Source: default (e.g. 5.5 / 43 / 51.5 % for benchmark, excellent, progress).
    """
    rest = HUNDRED - sum(percents, Decimal(0))
    if rest < 0 or any(percent < 0 for percent in percents):
        msg = "the levels' percentages must not be negative and at most 100 together"
        raise ValueError(msg)
    exact = [total * percent / HUNDRED for percent in (*percents, rest)]
    floors = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda place: (exact[place] - floors[place], place), reverse=True)
    for place in order[: total - sum(floors)]:
        floors[place] += 1
    return tuple(floors[: len(percents)])


def by_score(ranked: Sequence[Ranked], thresholds: Sequence[tuple[str, Decimal]]) -> tuple[Level, ...]:
    """Give each application the first level whose score it reaches.

    Args: thresholds: (level, least score), best level first.
    Raises: ValueError when the scores do not fall from level to level.
    """
    least = [score for _, score in thresholds]
    if any(worse >= better for better, worse in pairwise(least)):
        msg = "thresholds must fall from the best level to the last"
        raise ValueError(msg)
    return tuple(
        Level(
            place.application_id,
            next((level for level, score in thresholds if place.score is not None and place.score >= score), None),
        )
        for place in ranked
    )


def by_share(ranked: Sequence[Ranked], percents: Sequence[tuple[str, Decimal]]) -> tuple[Level, ...]:
    """Give the levels by share of the scored applications, in each group of the ranking on its own.

    Equals get one level together or are reported as standing between levels; they are never split. To place by
    votes, rank with the number of votes as score first.
    Args: ranked: as core.ranking.rank returns it. percents: (level, percent), best level first.
    """
    groups: dict[Group, list[Ranked]] = {}
    for place in ranked:
        groups.setdefault(place.group, []).append(place)
    return tuple(level for members in groups.values() for level in _share_group(members, percents))


def _share_group(members: list[Ranked], percents: Sequence[tuple[str, Decimal]]) -> list[Level]:
    scored = [member for member in members if member.rank is not None]
    places = largest_remainder(len(scored), [percent for _, percent in percents])
    ladder: list[str | None] = [level for (level, _), count in zip(percents, places, strict=True) for _ in range(count)]
    ladder += [None] * (len(scored) - len(ladder))
    levels: list[Level] = []
    for _, equals in groupby(scored, key=lambda member: member.rank):
        tied = list(equals)
        reached = tuple(dict.fromkeys(ladder[len(levels) : len(levels) + len(tied)]))
        if len(reached) == 1:
            levels.extend(Level(member.application_id, reached[0]) for member in tied)
        else:
            levels.extend(Level(member.application_id, None, reached) for member in tied)
    return levels + [Level(member.application_id, None) for member in members if member.rank is None]


def by_vote(
    votes: Mapping[Id, Mapping[str, int]], levels: Sequence[str], *, voters: int, majority: Majority, quorum: int = 1
) -> tuple[Level, ...]:
    """Give each application the best level for which enough voters want that level or a better one.

    Args: votes: application → level → votes. levels: best first. voters: people present and entitled; who abstains
    counts in the whole.
    Returns: in the order of the application ids.
    Raises: ValueError below the quorum, for a level nobody knows, or for more votes than voters.
    """
    if voters < quorum:
        msg = f"{voters} voters are present, {quorum} are needed"
        raise ValueError(msg)
    return tuple(_voted(identity, votes[identity], levels, voters, majority) for identity in sorted(votes))


def _voted(identity: Id, cast: Mapping[str, int], levels: Sequence[str], voters: int, majority: Majority) -> Level:
    if unknown := sorted(cast.keys() - set(levels)):
        msg = f"application {identity}: votes for unknown levels {unknown}"
        raise ValueError(msg)
    if sum(cast.values()) > voters:
        msg = f"application {identity}: more votes than voters"
        raise ValueError(msg)
    for level, wanted in zip(levels, accumulate(cast.get(level, 0) for level in levels), strict=True):
        if majority.reached(wanted, voters):
            return Level(identity, level, votes=wanted)
    return Level(identity, None, votes=sum(cast.values()))
