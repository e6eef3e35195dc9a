"""How many applications a rulebook lets one unit, recommender, category or any mix of them have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from zhiping.core.errors import RuleViolation
from zhiping.core.identifiers import Id

WhenExceeded = Literal["refuse", "warn"]
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One quota rule of an edition.

    Args: per: the keys whose combination is counted, e.g. ("organisation", "recommender", "category"); empty counts
    the whole edition. where: the rule speaks only of applications whose key has one of these values. unless: an
    application that carries one of these flags is not limited. exempt_count: whether such an application still
    fills a place for the others.
    Source: qc-2020 三.3 (问题解决型和创新型各1个); qc-2022 三.2 (不超过2个; 共建…名额不受限制).
    """

    id: str
    at_most: int
    per: Group
    source: str
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: frozenset[str] = frozenset()
    exempt_count: bool = False
    when_exceeded: WhenExceeded = "refuse"

    def __post_init__(self) -> None:
        if self.at_most < 0:
            msg = f"quota {self.id}: at_most must not be negative"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Use:
    """An application as the quotas see it.

    Args: keys: every key that a limit names, with the identity it counts by (never a display name); None says that
    the application has none, e.g. no recommender on the direct route. flags: what may lift a limit, e.g.
    "recommender.flag:co_creation".
    """

    application_id: Id
    keys: Mapping[str, str | None]
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuotaAnswer:
    """How one limit stands for one application.

    used: places taken by others; filled_by: those applications in the order given; group: the values counted by,
    None when the limit does not speak of this application (another category, no recommender, or exempt).
    """

    limit: Limit
    used: int
    at_most: int
    exceeded: bool
    filled_by: tuple[Id, ...] = ()
    group: Group | None = None

    @property
    def applies(self) -> bool:
        """Tell whether the limit counts this application at all."""
        return self.group is not None

    @property
    def left(self) -> int | None:
        """Return how many further applications fit, this one included; None when it is not limited."""
        return max(self.at_most - self.used, 0) if self.applies else None


def check(limit: Limit, uses: Sequence[Use], candidate: Use) -> QuotaAnswer:
    """Answer whether the candidate still fits under the limit, and who fills it.

    Args: uses: the applications that take a place, oldest first; the candidate's own earlier entry is not counted
    against it.
    Raises: ValueError when an application does not say one of the keys that the limit names.
    """
    group = _group(limit, candidate)
    if group is None or limit.unless & candidate.flags:
        return QuotaAnswer(limit, used=0, at_most=limit.at_most, exceeded=False)
    filled_by = tuple(
        use.application_id
        for use in uses
        if use.application_id != candidate.application_id and _counts(limit, use) and _group(limit, use) == group
    )
    used = len(filled_by)
    return QuotaAnswer(limit, used, limit.at_most, used + 1 > limit.at_most, filled_by, group)


def check_all(limits: Sequence[Limit], uses: Sequence[Use], candidate: Use) -> tuple[QuotaAnswer, ...]:
    """Answer for every limit of an edition, in the rulebook's order."""
    return tuple(check(limit, uses, candidate) for limit in limits)


def violations(answers: Sequence[QuotaAnswer], *, when: WhenExceeded = "refuse") -> list[RuleViolation]:
    """Return the refusals (or the warnings) that these answers mean, so that a person learns all of them at once.

    Returns: RuleViolation("quota.<limit id>") with facts source, at_most, used, filled_by and keys (key → value).
    """
    return [
        RuleViolation(
            f"quota.{answer.limit.id}",
            source=answer.limit.source,
            at_most=answer.at_most,
            used=answer.used,
            filled_by=answer.filled_by,
            keys=dict(zip(answer.limit.per, answer.group or (), strict=True)),
        )
        for answer in answers
        if answer.exceeded and answer.limit.when_exceeded == when
    ]


def require(limit: Limit, uses: Sequence[Use], candidate: Use) -> QuotaAnswer:
    """Return the answer, or refuse when the limit is used up, whatever its `when_exceeded` says.

    Raises: RuleViolation("quota.<limit id>") with the clause and the applications that fill the places.
    """
    answer = check(limit, uses, candidate)
    if answer.exceeded:
        raise violations([answer], when=limit.when_exceeded)[0]
    return answer


def usage(limit: Limit, uses: Sequence[Use]) -> dict[Group, tuple[Id, ...]]:
    """Return who takes the places of every group, for the counters that units and recommenders see."""
    groups: dict[Group, tuple[Id, ...]] = {}
    for use in uses:
        group = _group(limit, use)
        if group is not None and _counts(limit, use):
            groups[group] = (*groups.get(group, ()), use.application_id)
    return groups


def _counts(limit: Limit, use: Use) -> bool:
    return limit.exempt_count or not limit.unless & use.flags


def _group(limit: Limit, use: Use) -> Group | None:
    """Return the values the limit counts this application by; None when it does not speak of it."""
    for key in (*limit.per, *limit.where):
        if key not in use.keys:
            msg = f"quota {limit.id}: application {use.application_id} does not say its {key}"
            raise ValueError(msg)
    if any(use.keys[key] not in allowed for key, allowed in limit.where.items()):
        return None
    values = tuple(value for key in limit.per if (value := use.keys[key]) is not None)
    return values if len(values) == len(limit.per) else None
