"""Why an application is short of reviewers, and the smallest change that would fill it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zhiping.core.assignment.request import Entry, Expert, Request, fits_groups
from zhiping.core.assignment.solve import Assignment
from zhiping.core.identifiers import Id


@dataclass(frozen=True, slots=True)
class RaiseLoad:
    """Let one expert take so many applications more than the load allows."""

    expert_id: Id
    by: int = 1


@dataclass(frozen=True, slots=True)
class MoreExperts:
    """Find so many more experts without conflict; skill "" when any will do; from outside the groups named."""

    count: int
    field: str
    skill: str = ""
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReleaseKept:
    """Let go of one reviewer who was kept, to make room for one with the skill that is wanted."""

    expert_id: Id


Remedy = RaiseLoad | MoreExperts | ReleaseKept


@dataclass(frozen=True, slots=True)
class Shortage:
    """One application that the assignment could not serve fully.

    missing, missing_skill: reviewers, and skilled ones, short. Why the other experts are not in place, each counted
    once: conflict, other_field, same_group (too many of one group already), full (load reached).
    remedies: together they fill this application and leave all others as they are; no smaller change does.
    """

    application_id: Id
    missing: int
    missing_skill: int
    conflict: int
    other_field: int
    same_group: int
    full: int
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What experts hold, and how far this answer has asked to raise their loads already."""

    loads: Mapping[Id, int]
    raised: Counter[Id]

    def is_full(self, expert: Expert) -> bool:
        return self.loads[expert.id] >= expert.at_most


class _Panel:
    """One short application while its remedies are being found."""

    def __init__(self, request: Request, entry: Entry, members: list[Expert], asked: _Asked) -> None:
        self.request, self.entry, self.members, self.asked = request, entry, members, asked
        self.remedies: list[Remedy] = []

    def candidates(self, *, skilled: bool) -> list[Expert]:
        """Return who could join if only the load allowed it, best first."""
        found = [
            expert
            for expert in self.request.experts
            if expert not in self.members
            and self.request.may_review(self.entry, expert)
            and (not skilled or self.request.skill in expert.skills)
            and fits_groups(self.request, self.entry, expert, self.members)
        ]
        # equal worth: first whoever has been asked for less in this answer, so that not one expert carries it all
        worth, asked = self.request.worth, self.asked
        return sorted(found, key=lambda e: (asked.is_full(e), -worth(self.entry, e), asked.raised[e.id], e.id))

    def add(self, *, skilled: bool) -> None:
        """Fill one seat by raising a load or, where nobody is left, by finding somebody new."""
        if candidates := self.candidates(skilled=skilled):
            self.members.append(candidates[0])
            # with load to spare, releasing a kept reviewer was all that it took
            if self.asked.is_full(candidates[0]):
                self.remedies.append(RaiseLoad(candidates[0].id))
            return
        skill = self.request.skill if skilled else ""
        limit = self.request.group_limit(self.entry)
        count = Counter(group for member in self.members for group in member.groups)
        outside = frozenset(group for group, held in count.items() if held >= limit) if self.entry.reviewers > 1 else ()
        self.remedies.append(MoreExperts(1, self.entry.field, skill, frozenset(outside)))

    def make_room(self, kept: frozenset[Id]) -> None:
        """Take out one reviewer without the skill, a kept one only when there is no other."""
        unskilled = [member for member in self.members if self.request.skill not in member.skills]
        leaving = min(unskilled, key=lambda e: (e.id in kept, self.request.worth(self.entry, e), e.id))
        self.members.remove(leaving)
        if leaving.id in kept:
            self.remedies.append(ReleaseKept(leaving.id))


def explain(request: Request, assignment: Assignment) -> tuple[Shortage, ...]:
    """Explain every shortage to the secretariat, by application.

    A seat stays empty only when every expert who could take it is full (the assignment is optimal), so one load raised
    by one fills one seat, and where nobody could take it one new expert does; fewer changes than empty seats cannot be
    enough, because each adds at most one reviewer.
    Source: default ("explains every shortage with the smallest change").
    """
    experts = {expert.id: expert for expert in request.experts}
    seated: dict[Id, list[Expert]] = {}
    for application, expert in assignment.pairs:
        seated.setdefault(application, []).append(experts[expert])
    asked = _Asked(assignment.loads, Counter())
    found: list[Shortage] = []
    for entry in sorted(request.entries, key=lambda e: e.id):
        if entry.id in assignment.missing or entry.id in assignment.missing_skill:
            shortage = _shortage(request, assignment, entry, seated.get(entry.id, []), asked)
            asked.raised.update(remedy.expert_id for remedy in shortage.remedies if isinstance(remedy, RaiseLoad))
            found.append(shortage)
    return tuple(found)


def _shortage(request: Request, assignment: Assignment, entry: Entry, members: list[Expert], asked: _Asked) -> Shortage:
    missing, missing_skill = assignment.missing.get(entry.id, 0), assignment.missing_skill.get(entry.id, 0)
    # when only the skill is short, nobody without it could help
    pool = (e for e in request.experts if e not in members and (missing or request.skill in e.skills))
    reasons = Counter(_reason(request, entry, expert, members) for expert in pool)
    kept = frozenset(expert for application, expert in request.keep if application == entry.id)
    panel = _Panel(request, entry, list(members), asked)
    for seat in range(max(missing, missing_skill)):
        if seat >= missing:
            panel.make_room(kept)
        panel.add(skilled=seat < missing_skill)
    return Shortage(
        application_id=entry.id,
        missing=missing,
        missing_skill=missing_skill,
        conflict=reasons["conflict"],
        other_field=reasons["other_field"],
        same_group=reasons["same_group"],
        full=reasons["full"],
        remedies=_gathered(panel.remedies),
    )


def _reason(request: Request, entry: Entry, expert: Expert, members: list[Expert]) -> str:
    if (entry.id, expert.id) in request.forbidden:
        return "conflict"
    if not request.may_review(entry, expert):
        return "other_field"
    return "full" if fits_groups(request, entry, expert, members) else "same_group"


def _gathered(remedies: list[Remedy]) -> tuple[Remedy, ...]:
    """Join equal wishes for new experts into one with their number."""
    counts = Counter(remedies)
    return tuple(
        MoreExperts(counts[remedy], remedy.field, remedy.skill, remedy.outside)
        if isinstance(remedy, MoreExperts)
        else remedy
        for remedy in dict.fromkeys(remedies)
    )


def plan(shortages: tuple[Shortage, ...]) -> tuple[Remedy, ...]:
    """Gather the remedies of all applications into one list of changes that fills everything.

    Loads are added up by expert. New experts are counted once for all applications of a field: so many as the neediest
    one lacks, since one new expert can serve several.
    """
    raises: Counter[Id] = Counter()
    more: dict[tuple[str, str, frozenset[str]], int] = {}
    released: list[ReleaseKept] = []
    for remedy in (remedy for shortage in shortages for remedy in shortage.remedies):
        if isinstance(remedy, RaiseLoad):
            raises[remedy.expert_id] += remedy.by
        elif isinstance(remedy, MoreExperts):
            wish = (remedy.field, remedy.skill, remedy.outside)
            more[wish] = max(more.get(wish, 0), remedy.count)
        else:
            released.append(remedy)
    return (
        *(RaiseLoad(expert, by) for expert, by in sorted(raises.items())),
        *(MoreExperts(count, *wish) for wish, count in sorted(more.items(), key=lambda item: item[0][:2])),
        *released,
    )
