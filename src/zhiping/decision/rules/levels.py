"""Which level the edition's rule proposes, and whether a vote carries a resolution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from zhiping.core import levels as arithmetic
from zhiping.core.definition.judging import LevelRule, Round
from zhiping.core.definition.vocabulary import LevelBasis, Majority
from zhiping.core.errors import RuleViolation
from zhiping.core.levels import Level
from zhiping.core.ranking import Candidate, Group, Ranked, rank

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
SHARES = {
    Majority.SIMPLE: arithmetic.Majority(Fraction(1, 2), more_than=True),
    Majority.TWO_THIRDS: arithmetic.Majority(Fraction(2, 3)),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rounds say about one case.

    marks: round id → merged points, in the order of the rounds. through: rounds it has gone through.
    panel_level: the level the last panel proposed, empty for none.
    """

    application_id: int
    keys: Mapping[str, str]
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    through: frozenset[str] = frozenset()
    panel_level: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The level the rule gives one case, with what it rests on.

    between: levels that equals on a boundary straddle ("" for none); then level is empty and a person decides.
    """

    application_id: int
    level: str
    points: Decimal | None
    rank: int | None
    group: Group
    between: tuple[str, ...] = ()


def total(marks: Mapping[str, Decimal], rounds: Mapping[str, Round]) -> Decimal | None:
    """Return the points after the last marked round: its own share and the shares of the rounds it weighs in.

    Returns: points to two places; None when no round gave points.
    Source: definitions › rounds.<id>.weights (percent of the total from earlier rounds).
    """
    if not marks:
        return None
    last = list(marks)[-1]
    weights = {name: percent for name, percent in rounds[last].weights.items() if name in marks}
    own = HUNDRED - sum(weights.values(), Decimal(0))
    exact = marks[last] * own + sum((marks[name] * percent for name, percent in weights.items()), Decimal(0))
    return (exact / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def propose(
    judged: Sequence[Judged], rule: LevelRule | None, rounds: Mapping[str, Round], level_ids: Sequence[str]
) -> list[Proposed]:
    """Return the level the edition's rule gives every case, in the order of the case ids.

    A case that lacks a round its level asks for (`through`) stands behind those who went through it, and gets the
    next level that asks for none it lacks. Votes and an absent rule propose what the panel proposed.
    Args: level_ids: best first.
    """
    by_id = {case.application_id: case for case in judged}
    points = {case.application_id: total(case.marks, rounds) for case in judged}
    wanted = _through(rule)
    ranked = _rank(
        judged, points, rule.per if rule else (), wanted.get(level_ids[0], frozenset()) if level_ids else frozenset()
    )
    given = {level.application_id: level for level in _levels(ranked, rule, by_id)}
    found = []
    for place in sorted(ranked, key=lambda r: r.application_id):
        level = given[place.application_id]
        allowed = _allowed(level.level, by_id[place.application_id].through, wanted, level_ids)
        between = tuple(option or "" for option in level.between)
        found.append(Proposed(place.application_id, allowed, place.score, place.rank, place.group, between))
    return found


def _through(rule: LevelRule | None) -> dict[str, frozenset[str]]:
    return {share.level: frozenset(share.through) for share in rule.shares} if rule else {}


def _rank(
    judged: Sequence[Judged], points: Mapping[int, Decimal | None], per: Sequence[str], first: frozenset[str]
) -> list[Ranked]:
    """Rank each group; whoever went through the rounds of the best level stands before everybody else."""
    candidates = [
        Candidate(case.application_id, points[case.application_id], keys={key: case.keys.get(key, "") for key in per})
        for case in judged
    ]
    inside = {case.application_id for case in judged if first and first <= case.through}
    before = rank([c for c in candidates if c.application_id in inside], per=per)
    after = rank([c for c in candidates if c.application_id not in inside], per=per)
    offset: dict[Group, int] = {}
    for place in before:
        offset[place.group] = offset.get(place.group, 0) + (place.rank is not None)
    moved = [
        Ranked(p.application_id, p.rank and p.rank + offset.get(p.group, 0), p.score, p.group, p.shared) for p in after
    ]
    return sorted([*before, *moved], key=lambda p: (p.group, p.rank is None, p.rank or 0, p.application_id))


def _levels(ranked: Sequence[Ranked], rule: LevelRule | None, by_id: Mapping[int, Judged]) -> Sequence[Level]:
    if rule is None or rule.basis in (LevelBasis.PANEL, LevelBasis.VOTE):
        return [Level(p.application_id, by_id[p.application_id].panel_level or None) for p in ranked]
    if rule.basis is LevelBasis.SHARE:
        return arithmetic.by_share(ranked, [(s.level, s.percent or Decimal(0)) for s in rule.shares])
    if rule.basis is LevelBasis.SCORE:
        return arithmetic.by_score(ranked, [(s.level, s.at_least or Decimal(0)) for s in rule.shares])
    return _by_count(ranked, rule)


def _by_count(ranked: Sequence[Ranked], rule: LevelRule) -> list[Level]:
    """Give each level its number of places in each group; a level without a number takes all that are left."""
    found = []
    groups: dict[Group, list[Ranked]] = {}
    for place in ranked:
        groups.setdefault(place.group, []).append(place)
    for members in groups.values():
        ladder: list[str | None] = []
        for share in rule.shares:
            ladder += [share.level] * (share.at_most if share.at_most is not None else len(members) - len(ladder))
        ladder += [None] * len(members)
        for place in members:
            if place.rank is None:
                found.append(Level(place.application_id, None))
                continue
            equals = sum(other.rank == place.rank for other in members)
            reached = tuple(dict.fromkeys(ladder[place.rank - 1 : place.rank - 1 + equals]))
            one = len(reached) == 1
            found.append(Level(place.application_id, reached[0] if one else None, () if one else reached))
    return found


def _allowed(
    level: str | None, through: frozenset[str], wanted: Mapping[str, frozenset[str]], level_ids: Sequence[str]
) -> str:
    if level is None:
        return ""
    for candidate in level_ids[level_ids.index(level) :]:
        if wanted.get(candidate, frozenset()) <= through:
            return candidate
    return ""


def check_level(level: str, level_ids: Sequence[str]) -> None:
    """Refuse a level the edition does not have; empty means none. Raises: RuleViolation("decision.unknown_level")."""
    if level and level not in level_ids:
        raise RuleViolation("decision.unknown_level", level=level)


def check_reason(reason: str) -> None:
    """Refuse a change without its reason. Raises: RuleViolation("decision.reason_missing")."""
    if not reason.strip():
        raise RuleViolation("decision.reason_missing")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's vote: the level voted for, empty for none."""

    level: str


def check_quorum(voted: int, entitled: int, percent: int) -> None:
    """Refuse a resolution on which too few of the entitled members have voted.

    Args: entitled: members of the committee without a conflict of interest in this case.
    Raises: RuleViolation("resolve.quorum") with how many voted and how many must.
    Source: definitions › approval.quorum_percent.
    """
    needed = max(1, ceil(entitled * percent / 100))
    if voted < needed:
        raise RuleViolation("resolve.quorum", voted=voted, needed=needed)


def voted_level(ballots: Sequence[Ballot], majority: Majority, level_ids: Sequence[str]) -> str:
    """Return the best level that enough voters want, or want a better one; empty when none has enough.

    Args: majority: not Majority.NONE. level_ids: best first. Who votes for no level counts in the whole.
    """
    cast: dict[str, int] = {}
    for ballot in ballots:
        if ballot.level:
            cast[ballot.level] = cast.get(ballot.level, 0) + 1
    [result] = arithmetic.by_vote({0: cast}, level_ids, voters=len(ballots), majority=SHARES[majority])
    return result.level or ""


def check_as_voted(level: str, voted: str) -> None:
    """Refuse to record anything but what was voted. Raises: RuleViolation("resolve.not_as_voted")."""
    if level != voted:
        raise RuleViolation("resolve.not_as_voted", level=level, voted=voted)


def check_unresolved(*, resolved: bool) -> None:
    """Refuse to change what has been resolved. Raises: RuleViolation("resolve.given_already")."""
    if resolved:
        raise RuleViolation("resolve.given_already")


def check_proposed(*, proposed: bool) -> None:
    """Refuse to vote on or resolve what nobody has proposed. Raises: RuleViolation("resolve.without_proposal")."""
    if not proposed:
        raise RuleViolation("resolve.without_proposal")


def check_as_read(proposed: str, *, read: str | None) -> None:
    """Refuse agreement to a proposal that its reader did not see.

    Args: read: the level that stood on the page; None where nobody read one.
    Raises: RuleViolation("vote.proposal_changed").
    """
    if read not in (None, proposed):
        raise RuleViolation("vote.proposal_changed", level=proposed)


def check_given_level(level: str, level_ids: Sequence[str]) -> None:
    """Refuse no level or an unknown one. Raises: RuleViolation("decision.unknown_level")."""
    if level not in level_ids:
        raise RuleViolation("decision.unknown_level", level=level)
