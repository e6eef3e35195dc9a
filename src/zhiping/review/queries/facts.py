"""Experts and cases as the search for conflicts sees them, read in a handful of queries for a whole edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from zhiping.applications.models import Application, AvoidanceRequest
from zhiping.core import conflicts as core
from zhiping.core.definition.schema import Definition, Field, Form
from zhiping.core.definition.vocabulary import FieldKind
from zhiping.experts.models import Expert, Tie
from zhiping.organisations.models import Organisation, OrganisationName
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


class Unit(NamedTuple):
    """One unit of the register, as far as the search asks."""

    pk: int
    name: str
    uscc: str | None
    parent_id: int | None
    merged_into_id: int | None


class Register:
    """The register of units by id, with group trees and names; read once for a search, as plain rows: it is long."""

    def __init__(self) -> None:
        self.units = {pk: Unit(pk, *rest) for pk, *rest in Organisation.objects.values_list(*Unit._fields).order_by()}
        self.names: defaultdict[int, list[str]] = defaultdict(list)
        self.known: dict[int, core.Organisation] = {}
        for unit_id, name in OrganisationName.objects.values_list("organisation_id", "name"):
            self.names[unit_id].append(name)

    def identity(self, organisation_id: int | None) -> int:
        """Return the id of the unit that answers for this one: itself, or what it was merged into; 0 for nobody."""
        found = self.units.get(organisation_id or 0)
        return 0 if found is None else found.merged_into_id or found.pk

    def unit(self, organisation_id: int | None, name: str = "") -> core.Organisation:
        """Return a unit as the search sees it; one that is not registered is only a name."""
        found = self.units.get(organisation_id or 0)
        if found is None:
            return core.Organisation(name=name)
        if found.pk not in self.known:
            standing = self.units[self.identity(found.pk)]
            self.known[found.pk] = core.Organisation(
                name=found.name,
                id=standing.pk,
                credit_code=found.uscc or "",
                group=frozenset(self._parents(standing)),
                also_called=frozenset(self.names.get(found.pk, ())),
            )
        return self.known[found.pk]

    def _parents(self, unit: Unit) -> Iterable[int]:
        seen: set[int] = set()
        parent = unit.parent_id
        while parent is not None and parent not in seen:
            seen.add(parent)
            yield parent
            parent = self.units[self.identity(parent)].parent_id


def experts_of(edition: Edition, pool: Iterable[Expert], register: Register) -> list[core.Expert]:
    """Return the experts with their posts, ties and own entries in the edition."""
    own: defaultdict[int, list[core.OwnEntry]] = defaultdict(list)
    for pk, unit_id, category in Application.objects.filter(edition=edition).values_list(
        "pk", "organisation_id", "category"
    ):
        own[register.identity(unit_id)].append(core.OwnEntry(pk, category, of_unit=True))
    return [_expert(expert, register, own) for expert in pool]


def _expert(expert: Expert, register: Register, own: dict[int, list[core.OwnEntry]]) -> core.Expert:
    posts = [
        core.Employment(register.unit(post.organisation_id, post.organisation_name), to_on=post.until_on)
        for post in expert.employments.all()
    ]
    if expert.organisation_id is not None:
        posts.append(core.Employment(register.unit(expert.organisation_id)))
    ties = list(expert.ties.all())
    coached = [
        core.Coaching(register.unit(tie.organisation_id), tie.team_id, on=tie.on, what=tie.note)
        for tie in ties
        if tie.kind in (Tie.Kind.COACHED, Tie.Kind.TRAINED)
    ]
    kin = [
        core.Relative(tie.note or "亲属", "", register.unit(tie.organisation_id))
        for tie in ties
        if tie.kind == Tie.Kind.KIN
    ]
    return core.Expert(
        id=expert.pk,
        name=expert.user.name,
        person_id=expert.user_id,
        employments=tuple(posts),
        coachings=tuple(coached),
        relatives=tuple(kin),
        own_entries=tuple(own.get(register.identity(expert.organisation_id), ())),
    )


def cases_of(edition: Edition, among: QuerySet[Application], register: Register) -> list[core.Application]:
    """Return the cases with their members, recommending side and the experts they ask to leave out.

    Only what the search asks is read: a season has thousands of cases, and each form is a page long.
    """
    lists = _MemberLists(programmes.definition_of(edition))
    answers = {f"list_{place}": KeyTransform(key, "content__answers") for place, key in enumerate(lists.ids)}
    named: defaultdict[int, list[core.Person]] = defaultdict(list)
    for case_id, name, reason in _avoided(among):
        named[case_id].append(core.Person(name, reason=reason))
    rows = among.annotate(**answers).values_list(
        *("pk", "organisation_id", "category", "team_id", "recommender__organisation_id"),
        *("person_name", "dimensions", *answers),
    )
    return [
        core.Application(
            id=pk,
            organisation=register.unit(unit_id),
            category=category,
            team_id=team_id,
            members=tuple(core.Person(name) for name in (person_name, *lists.names(chosen, told)) if name),
            recommender=register.unit(side) if side else None,
            named=tuple(named[pk]),
        )
        for pk, unit_id, category, team_id, side, person_name, chosen, *told in rows
    ]


def _avoided(among: QuerySet[Application]) -> Iterable[tuple[int, str, str]]:
    asked = AvoidanceRequest.objects.filter(application__in=among).order_by("pk")
    return asked.values_list("application_id", "expert_name", "reason")


class _MemberLists:
    """The questions of an edition's forms that list the people behind a case."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        asked = {q.id for form in definition.forms.values() for q in self._lists(form)}
        self.ids = sorted(asked)
        self.meant: dict[tuple[tuple[str, str], ...], frozenset[str]] = {}

    @staticmethod
    def _lists(form: Form) -> Iterable[Field]:
        return (question for question in form.fields() if question.kind == FieldKind.MEMBERS)

    def names(self, dimensions: dict[str, str], told: list[list[dict[str, object]] | None]) -> list[str]:
        """Return who is listed by a case with these dimensions. Args: told: the answer to each question of `ids`."""
        key = tuple(sorted(dimensions.items()))
        if key not in self.meant:
            self.meant[key] = frozenset(q.id for q in self._lists(self.definition.form_for(dimensions)))
        listed = (rows or [] for id_, rows in zip(self.ids, told, strict=True) if id_ in self.meant[key])
        return [str(row.get("name", "")) for rows in listed for row in rows]
