"""Order, who goes on, and who gets which level; an equal place at a boundary is reported, never cut silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Literal

from zhiping.core.identifiers import Id

Group = tuple[str, ...]
Rounding = Literal["half_up", "down", "up"]
AtTie = Literal["report", "all_in", "all_out"]

HUNDRED = Decimal(100)
ROUNDINGS = {"half_up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application to be ranked.

    Args: score: merged score, None while it has none. tie_breaks: values that decide between equal scores, the first
    first, higher is better (e.g. the score of the heaviest criterion); published beforehand, never time of
    submission, name or membership. keys: its dimensions, e.g. {"domain": "manufacturing"}.
    """

    application_id: Id
    score: Decimal | None
    tie_breaks: tuple[Decimal, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a group: rank 1 is best, equals share a rank and the next rank skips (1, 1, 3); None unscored."""

    application_id: Id
    rank: int | None
    score: Decimal | None
    group: Group
    shared: bool = False


def rank(candidates: Sequence[Candidate], *, per: Sequence[str] = ()) -> tuple[Ranked, ...]:
    """Rank applications by score, then by tie-breaks, each group of dimensions on its own.

    Args: per: dimensions that form the groups, e.g. ("category", "domain"); empty ranks all together.
    Returns: group after group, best first; equals in the order of their ids, which means nothing.
    """
    groups: dict[Group, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(tuple(candidate.keys[key] for key in per), []).append(candidate)
    return tuple(ranked for group in sorted(groups) for ranked in _rank_group(group, groups[group]))


def _rank_group(group: Group, candidates: list[Candidate]) -> list[Ranked]:
    scored = sorted(
        (
            (candidate.score, candidate.tie_breaks, -candidate.application_id)
            for candidate in candidates
            if candidate.score is not None
        ),
        reverse=True,
    )
    places: list[Ranked] = []
    for _, equals in groupby(scored, key=lambda place: place[:2]):
        tied, number = list(equals), len(places) + 1
        places.extend(Ranked(-identity, number, score, group, len(tied) > 1) for score, _, identity in tied)
    unscored = sorted(candidate.application_id for candidate in candidates if candidate.score is None)
    return places + [Ranked(identity, None, None, group) for identity in unscored]


@dataclass(frozen=True, slots=True)
class ByRank:
    """The best so many of each group go on."""

    places: int
    at_tie: AtTie = "report"


@dataclass(frozen=True, slots=True)
class ByShare:
    """A share of each group goes on; percent of the scored applications of the group."""

    percent: Decimal
    rounding: Rounding = "down"
    at_tie: AtTie = "report"


@dataclass(frozen=True, slots=True)
class ByQuota:
    """So many go on from each group, e.g. from each domain; a group not named sends nobody."""

    places: Mapping[Group, int]
    at_tie: AtTie = "report"


@dataclass(frozen=True, slots=True)
class ByScore:
    """Whoever reaches the score goes on."""

    at_least: Decimal


@dataclass(frozen=True, slots=True)
class ByWord:
    """Whom the panel names goes on, scored or not."""

    chosen: frozenset[Id]


Advance = ByRank | ByShare | ByQuota | ByScore | ByWord


@dataclass(frozen=True, slots=True)
class Boundary:
    """Equals of which only some would fit: a person must decide between them."""

    group: Group
    application_ids: tuple[Id, ...]
    places_left: int


@dataclass(frozen=True, slots=True)
class Advanced:
    """Who goes on, who stays, and who stands exactly on a boundary; every application is in one of the three."""

    going: tuple[Id, ...]
    staying: tuple[Id, ...]
    boundaries: tuple[Boundary, ...] = ()


def advance(ranked: Sequence[Ranked], rule: Advance) -> Advanced:
    """Tell who goes on to the next stage.

    Args: ranked: as rank() returns it, with the groups in which the rule counts its places.
    Returns: in the order given. With at_tie "report" equals on the boundary are neither going nor staying.
    Raises: ValueError when the panel names an application that is not among the ranked.
    """
    if isinstance(rule, ByScore):
        return _split(ranked, {r.application_id for r in ranked if r.score is not None and r.score >= rule.at_least})
    if isinstance(rule, ByWord):
        if unknown := rule.chosen - {r.application_id for r in ranked}:
            msg = f"not among the ranked: {sorted(unknown)}"
            raise ValueError(msg)
        return _split(ranked, set(rule.chosen))
    going: set[Id] = set()
    boundaries: list[Boundary] = []
    for group, members in _groups(ranked):
        inside, boundary = _fill(group, members, _places(rule, group, members))
        going |= inside
        if boundary is not None and rule.at_tie == "all_in":
            going |= set(boundary.application_ids)
        elif boundary is not None and rule.at_tie == "report":
            boundaries.append(boundary)
    return _split(ranked, going, boundaries)


def _groups(ranked: Sequence[Ranked]) -> list[tuple[Group, list[Ranked]]]:
    groups: dict[Group, list[Ranked]] = {}
    for place in ranked:
        groups.setdefault(place.group, []).append(place)
    return list(groups.items())


def _places(rule: ByRank | ByShare | ByQuota, group: Group, members: list[Ranked]) -> int:
    if isinstance(rule, ByRank):
        return rule.places
    if isinstance(rule, ByQuota):
        return rule.places.get(group, 0)
    scored = sum(member.rank is not None for member in members)
    return int((scored * rule.percent / HUNDRED).to_integral_value(ROUNDINGS[rule.rounding]))


def _fill(group: Group, members: list[Ranked], places: int) -> tuple[set[Id], Boundary | None]:
    """Fill the places from the best down; stop at the first equals that do not all fit."""
    inside: set[Id] = set()
    for _, equals in groupby((m for m in members if m.rank is not None), key=lambda member: member.rank):
        tied = tuple(member.application_id for member in equals)
        left = places - len(inside)
        if len(tied) > left:
            return inside, Boundary(group, tied, left) if left > 0 else None
        inside.update(tied)
    return inside, None


def _split(ranked: Sequence[Ranked], going: set[Id], boundaries: Iterable[Boundary] = ()) -> Advanced:
    between = tuple(boundaries)
    open_ids = {identity for boundary in between for identity in boundary.application_ids}
    ids = [place.application_id for place in ranked]
    return Advanced(
        going=tuple(identity for identity in ids if identity in going),
        staying=tuple(identity for identity in ids if identity not in going and identity not in open_ids),
        boundaries=between,
    )
