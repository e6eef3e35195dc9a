"""What an assignment is asked to respect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhiping.core.identifiers import Id

Pair = tuple[Id, Id]
"""(application, expert)"""

FIELD_MATCH = 100


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert who may be given work.

    Args: at_most, at_least: applications in all, those already held included; at_least is a wish, at_most is not.
    fields: domains known, e.g. {"manufacturing"}. skills: e.g. {"method"}. groups: what experts have in common and an
    application must not get only, e.g. {"organisation:12", "recommender:3"}. asked_in: the domains that the expert is
    asked to review, where they are not the ones known.
    """

    id: Id
    at_most: int
    at_least: int = 0
    fields: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    asked_in: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An application that needs so many reviewers; field: its domain or category."""

    id: Id
    reviewers: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One assignment to solve.

    Args: forbidden: pairs with a conflict, certain or not yet dismissed. affinity: pair → how well the expert fits,
    a whole number up to 1,000; a pair not named is worth 100 when the expert knows the field, else 0. skill and
    skilled: at least so many reviewers of each application have that skill. group_at_most: reviewers of one
    application from one group; None means "not all of them". same_field_only: never ask an expert outside the fields
    known, or asked in. keep: pairs that stand; they count, and they are never moved. seed: published text that
    decides between equally good assignments.
    Raises: ValueError for an id given twice, a load or a number of reviewers that cannot be, or a kept stranger.
    """

    experts: tuple[Expert, ...]
    entries: tuple[Entry, ...]
    seed: str
    forbidden: frozenset[Pair] = frozenset()
    affinity: Mapping[Pair, int] = field(default_factory=dict)
    skill: str = ""
    skilled: int = 0
    group_at_most: int | None = None
    same_field_only: bool = False
    keep: frozenset[Pair] = frozenset()

    def __post_init__(self) -> None:
        expert_ids, entry_ids = {e.id for e in self.experts}, {e.id for e in self.entries}
        if len(expert_ids) != len(self.experts) or len(entry_ids) != len(self.entries):
            _refuse("an expert or an application is given twice")
        if any(not 0 <= expert.at_least <= expert.at_most for expert in self.experts):
            _refuse("an expert's load must have 0 <= at_least <= at_most")
        if any(entry.reviewers < 1 for entry in self.entries):
            _refuse("an application needs at least one reviewer")
        if self.group_at_most is not None and self.group_at_most < 1:
            _refuse("group_at_most must be positive")
        if any(entry not in entry_ids or expert not in expert_ids for entry, expert in self.keep):
            _refuse("a kept pair names an expert or an application that is not given")

    def worth(self, entry: Entry, expert: Expert) -> int:
        """Return how well the expert fits the application."""
        return self.affinity.get((entry.id, expert.id), FIELD_MATCH if entry.field in expert.fields else 0)

    def may_review(self, entry: Entry, expert: Expert) -> bool:
        """Tell whether nothing in principle forbids the pair; loads and groups are another matter."""
        asked_in = expert.fields if expert.asked_in is None else expert.asked_in
        return (entry.id, expert.id) not in self.forbidden and (not self.same_field_only or entry.field in asked_in)

    def group_limit(self, entry: Entry) -> int:
        """Return how many reviewers of this application one group may have; a sole reviewer may be of any group."""
        return self.group_at_most if self.group_at_most is not None else max(entry.reviewers - 1, 1)


def fits_groups(request: Request, entry: Entry, expert: Expert, panel: Iterable[Expert]) -> bool:
    """Tell whether the expert may join these reviewers without one group getting too many of them."""
    others = list(panel)
    limit = request.group_limit(entry)
    return all(sum(group in other.groups for other in others) < limit for group in expert.groups)


def _refuse(msg: str) -> None:
    raise ValueError(msg)
