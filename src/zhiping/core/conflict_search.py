"""Every conflict between many experts and many applications, without looking at each pair of them.

Most experts have nothing to do with most applications. A conflict needs something that both sides name: a unit or a
group above it, a team, a person, a category; or a name alike where the register knows one side by its name only. So the
applications are filed under everything they name, and an expert is held against those alone that lie there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from zhiping.core.conflicts import YEARS, Application, Conflict, Expert, Organisation, Person, alike, find
from zhiping.core.names import normalise_person

Key = tuple[str, object]
Found = tuple[Expert, Application, tuple[Conflict, ...]]


def find_all(
    experts: Sequence[Expert], applications: Sequence[Application], *, on: date, years: int = YEARS
) -> Iterator[Found]:
    """Give the pairs that have conflicts, with what `find` says of them, by expert and then by application.

    Args: as `find`.
    """
    filed = _Filed(applications)
    for expert in experts:
        for place in sorted(filed.near(expert)):
            if found := find(expert, applications[place], on=on, years=years):
                yield expert, applications[place], found


class _Filed:
    """Applications, by their places in the sequence, under everything they name."""

    def __init__(self, applications: Sequence[Application]) -> None:
        self.under: defaultdict[Key, list[int]] = defaultdict(list)
        self.units: defaultdict[Organisation, list[int]] = defaultdict(list)
        self.known: dict[Organisation, frozenset[int]] = {}
        for place, application in enumerate(applications):
            for key in set(_named_by_application(application)):
                self.under[key].append(place)
            for unit in _units(application):
                self.units[unit].append(place)
        self.unregistered = [unit for unit in self.units if unit.id is None]

    def near(self, expert: Expert) -> set[int]:
        """Return the places of the applications that may have a conflict with an expert; the others have none."""
        found: set[int] = set()
        for key in _named_by_expert(expert):
            found.update(self.under.get(key, ()))
        for organisation in _organisations(expert):
            found |= self._alike(organisation)
        return found

    def _alike(self, organisation: Organisation) -> frozenset[int]:
        """Return where a unit or a recommender bears a name like this one's, as far as names are asked at all."""
        if organisation not in self.known:
            asked = self.units if organisation.id is None else self.unregistered
            places = (self.units[unit] for unit in asked if alike(organisation, unit))
            self.known[organisation] = frozenset(place for some in places for place in some)
        return self.known[organisation]


def _units(application: Application) -> Iterator[Organisation]:
    yield application.organisation
    if application.recommender is not None:
        yield application.recommender


def _named_by_application(application: Application) -> Iterator[Key]:
    yield "case", application.id
    yield "category", application.category
    if application.team_id is not None:
        yield "team", application.team_id
    for unit in _units(application):
        yield from _identities(unit)
    for person in (*application.members, *application.coaches, *application.named):
        yield from _persons(person)
    for expert_id in application.recommended_by:
        yield "expert", expert_id


def _named_by_expert(expert: Expert) -> Iterator[Key]:
    yield "expert", expert.id
    yield from _name(expert.name)
    if expert.person_id is not None:
        yield "person", expert.person_id
    for organisation in _organisations(expert):
        yield from _identities(organisation)
    for coaching in expert.coachings:
        yield "team", coaching.team_id
        yield "case", coaching.application_id
    for relative in expert.relatives:
        yield from _name(relative.name)
    for entry in expert.own_entries:
        yield "case", entry.application_id
        yield "category", entry.category


def _organisations(expert: Expert) -> Iterator[Organisation]:
    for post in expert.employments:
        yield post.organisation
    bound = (*(c.organisation for c in expert.coachings), *(r.organisation for r in expert.relatives))
    yield from (organisation for organisation in bound if organisation is not None)


def _identities(organisation: Organisation) -> Iterator[Key]:
    for unit_id in organisation.group:
        yield "unit", unit_id
    if organisation.id is not None:
        yield "unit", organisation.id
    if organisation.credit_code:
        yield "code", organisation.credit_code


def _persons(person: Person) -> Iterator[Key]:
    yield from _name(person.name)
    if person.expert_id is not None:
        yield "expert", person.expert_id
    if person.person_id is not None:
        yield "person", person.person_id


def _name(name: str) -> Iterator[Key]:
    if even := normalise_person(name):
        yield "name", even
