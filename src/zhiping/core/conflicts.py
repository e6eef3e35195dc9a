"""Conflicts of interest between one expert and one application, each with what a page shows as its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhiping.core.identifiers import Id
from zhiping.core.names import same_name_suspicion, same_person_suspicion

Kind = Literal[
    "same_organisation",
    "same_group",
    "former_employer",
    "coached_or_trained",
    "recommending_side",
    "kin",
    "own_application_in_category",
    "named_by_applicant",
    "alias_match",
]
Certainty = Literal["certain", "suspected"]
Evidence = Mapping[str, str | int | date | None]

YEARS = 3


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as far as it is known.

    Args: id: its entry in the register, None for a name somebody typed. group: the ids of its parents up to the top.
    also_called: former names and aliases.
    """

    name: str
    id: Id | None = None
    credit_code: str = ""
    group: frozenset[Id] = frozenset()
    also_called: frozenset[str] = frozenset()

    def is_same(self, other: Organisation) -> bool:
        """Tell whether both are one legal entity, by register entry or credit code, never by name."""
        return (self.id is not None and self.id == other.id) or bool(
            self.credit_code and self.credit_code == other.credit_code
        )

    def common_group(self, other: Organisation) -> frozenset[Id]:
        """Return the group members both stand under, one of them being the other's parent included."""
        mine, theirs = ({o.id} if o.id is not None else set() for o in (self, other))
        return (self.group | mine) & (other.group | theirs)


@dataclass(frozen=True, slots=True)
class Employment:
    """A post (also director, supervisor, controlling holder); to_on None while it lasts."""

    organisation: Organisation
    post: str = ""
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Coaching:
    """The expert coached, trained or advised a team or a unit; on None when the day is not known."""

    organisation: Organisation | None = None
    team_id: Id | None = None
    application_id: Id | None = None
    on: date | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """A declared relative: spouse, direct line, collateral to the third degree, near in-law."""

    relation: str
    name: str
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An application that the expert (or the expert's unit) has in the same edition."""

    application_id: Id
    category: str
    of_unit: bool = False


@dataclass(frozen=True, slots=True)
class Expert:
    """What is known of an expert; current and former posts alike stand in `employments`."""

    id: Id
    name: str
    person_id: Id | None = None
    employments: tuple[Employment, ...] = ()
    coachings: tuple[Coaching, ...] = ()
    relatives: tuple[Relative, ...] = ()
    own_entries: tuple[OwnEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody an application names; the ids where the register knows them."""

    name: str
    person_id: Id | None = None
    expert_id: Id | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """What is known of an application.

    Args: members: its team or its author. coaches: who the report says helped. recommended_by: the experts who
    scored or pushed it at the recommender. named: experts the applicant asks to leave out.
    """

    id: Id
    organisation: Organisation
    category: str
    team_id: Id | None = None
    members: tuple[Person, ...] = ()
    coaches: tuple[Person, ...] = ()
    recommender: Organisation | None = None
    recommended_by: frozenset[Id] = frozenset()
    named: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason why the expert may not judge; "suspected" waits for a person to confirm or dismiss it."""

    kind: Kind
    certainty: Certainty
    evidence: Evidence = field(default_factory=dict)


def find(expert: Expert, application: Application, *, on: date, years: int = YEARS) -> tuple[Conflict, ...]:
    """Find every conflict between an expert and an application.

    Args: on: civil day on which it is judged. years: how long a former post or a coaching still counts; a post that
    ended, or a coaching held, on the same day so many years ago counts.
    Returns: certain ones first, otherwise in the order of the kinds; a name alone is never more than suspected.
    Source: excellence-2024 附件1 第十五条(三) (利害关系…回避); the kinds and the three years are defaults.
    """
    since = _years_before(on, years)
    found = [
        *_employment(expert, application, on, since),
        *_coaching(expert, application, since),
        *_recommending(expert, application, on),
        *_kin(expert, application),
        *_own(expert, application),
        *_named(expert, application),
    ]
    return tuple(sorted(found, key=lambda conflict: conflict.certainty != "certain"))


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February of a year that has none
        return on.replace(year=on.year - years, day=28)


def _employment(expert: Expert, application: Application, on: date, since: date) -> Iterator[Conflict]:
    unit = application.organisation
    for post in expert.employments:
        if post.to_on is not None and post.to_on < since:
            continue
        current = post.to_on is None or post.to_on >= on
        facts = {"employer": post.organisation.name, "post": post.post, "to_on": post.to_on, "unit": unit.name}
        if post.organisation.is_same(unit):
            yield Conflict("same_organisation" if current else "former_employer", "certain", facts)
        elif group := post.organisation.common_group(unit):
            evidence = facts | {"group_id": min(group)}
            yield (
                Conflict("same_group", "certain", evidence)
                if current
                else Conflict("former_employer", "suspected", evidence)
            )
        elif match := alike(post.organisation, unit):
            yield Conflict("alias_match", "suspected", {**facts, **match})


def alike(first: Organisation, second: Organisation) -> dict[str, str] | None:
    """Return the two names that look alike, unless the register already tells the two organisations apart."""
    if (first.id is not None and second.id is not None) or (first.credit_code and second.credit_code):
        return None
    for one in (first.name, *sorted(first.also_called)):
        for other in (second.name, *sorted(second.also_called)):
            if suspicion := same_name_suspicion(one, other):
                return {"name": one, "other_name": other, "likeness": suspicion}
    return None


def _coaching(expert: Expert, application: Application, since: date) -> Iterator[Conflict]:
    for coaching in expert.coachings:
        if coaching.on is not None and coaching.on < since:
            continue
        facts: dict[str, str | int | date | None] = {"what": coaching.what, "on": coaching.on}
        if application.id == coaching.application_id or (
            application.team_id is not None and application.team_id == coaching.team_id
        ):
            yield Conflict("coached_or_trained", "certain", facts | {"whom": "team"})
        elif coaching.organisation is not None and coaching.organisation.is_same(application.organisation):
            yield Conflict("coached_or_trained", "certain", facts | {"whom": application.organisation.name})
        elif coaching.organisation is not None and (match := alike(coaching.organisation, application.organisation)):
            yield Conflict("coached_or_trained", "suspected", {**facts, **match})
    for coach in application.coaches:
        if certainty := _same_person(expert, coach):
            yield Conflict("coached_or_trained", certainty, {"named_as_coach": coach.name})


def _recommending(expert: Expert, application: Application, on: date) -> Iterator[Conflict]:
    if expert.id in application.recommended_by:
        yield Conflict("recommending_side", "certain", {"scored_for_recommender": True})
    recommender = application.recommender
    if recommender is None:
        return
    for post in expert.employments:
        if post.to_on is not None and post.to_on < on:
            continue
        facts = {"employer": post.organisation.name, "recommender": recommender.name}
        if post.organisation.is_same(recommender):
            yield Conflict("recommending_side", "certain", facts)
        elif group := post.organisation.common_group(recommender):
            yield Conflict("recommending_side", "suspected", facts | {"group_id": min(group)})
        elif match := alike(post.organisation, recommender):
            yield Conflict("recommending_side", "suspected", {**facts, **match})


def _kin(expert: Expert, application: Application) -> Iterator[Conflict]:
    for relative in expert.relatives:
        facts = {"relation": relative.relation, "relative": relative.name}
        unit = relative.organisation
        member = next((m for m in application.members if same_person_suspicion(m.name, relative.name)), None)
        if unit is not None and unit.is_same(application.organisation):
            yield Conflict("kin", "certain", facts | {"unit": application.organisation.name})
        elif member is not None:
            yield Conflict("kin", "suspected", facts | {"member": member.name})
        elif unit is not None and (match := alike(unit, application.organisation)):
            yield Conflict("kin", "suspected", {**facts, **match})


def _own(expert: Expert, application: Application) -> Iterator[Conflict]:
    for entry in expert.own_entries:
        if entry.application_id == application.id and not entry.of_unit:
            yield Conflict(
                "own_application_in_category",
                "certain",
                {"application_id": entry.application_id, "category": entry.category},
            )
        elif entry.application_id != application.id and entry.category == application.category:
            # a unit with an entry of its own competes too, but a person decides whether that is near enough
            certainty: Certainty = "suspected" if entry.of_unit else "certain"
            evidence: Evidence = {"application_id": entry.application_id, "category": entry.category}
            yield Conflict("own_application_in_category", certainty, evidence)
    for member in application.members:
        if certainty_of_member := _same_person(expert, member):
            kind: Kind = "own_application_in_category" if certainty_of_member == "certain" else "alias_match"
            yield Conflict(kind, certainty_of_member, {"application_id": application.id, "member": member.name})


def _named(expert: Expert, application: Application) -> Iterator[Conflict]:
    for person in application.named:
        if certainty := _same_person(expert, person):
            yield Conflict("named_by_applicant", certainty, {"named": person.name, "reason": person.reason})


def _same_person(expert: Expert, person: Person) -> Certainty | None:
    """Compare by id where both sides have one; a name alone only raises a suspicion."""
    if person.expert_id is not None:
        return "certain" if person.expert_id == expert.id else None
    if person.person_id is not None and expert.person_id is not None:
        return "certain" if person.person_id == expert.person_id else None
    return "suspected" if same_person_suspicion(person.name, expert.name) else None
