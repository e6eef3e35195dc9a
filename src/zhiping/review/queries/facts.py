"""Experts and cases as the search for conflicts sees them, read in a handful of queries for a whole edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from zhiping.applications.models import Application
from zhiping.core import conflicts as core
from zhiping.core.definition.vocabulary import FieldKind
from zhiping.experts.models import Expert, Tie
from zhiping.organisations.models import Organisation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


class Register:
    """The register of units by id, with group trees and names; read once for a search."""

    def __init__(self) -> None:
        self.units = {o.pk: o for o in Organisation.objects.prefetch_related("names")}

    def identity(self, organisation_id: int | None) -> int:
        """Return the id of the unit that answers for this one: itself, or what it was merged into; 0 for nobody."""
        found = self.units.get(organisation_id or 0)
        return 0 if found is None else found.merged_into_id or found.pk

    def unit(self, organisation_id: int | None, name: str = "") -> core.Organisation:
        """Return a unit as the search sees it; one that is not registered is only a name."""
        found = self.units.get(organisation_id or 0)
        if found is None:
            return core.Organisation(name=name)
        standing = self.units[self.identity(found.pk)]
        return core.Organisation(
            name=found.name,
            id=standing.pk,
            credit_code=found.uscc or "",
            group=frozenset(self._parents(standing)),
            also_called=frozenset(other.name for other in found.names.all()),
        )

    def _parents(self, unit: Organisation) -> Iterable[int]:
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


def cases_of(cases: Iterable[Application], register: Register) -> list[core.Application]:
    """Return the cases with their members, recommending side and the experts they ask to leave out."""
    return [_case(case, register) for case in cases]


def _case(case: Application, register: Register) -> core.Application:
    chosen = case.recommender
    side = register.unit(chosen.organisation_id) if chosen is not None and chosen.organisation_id else None
    return core.Application(
        id=case.pk,
        organisation=register.unit(case.organisation_id),
        category=case.category,
        team_id=case.team_id,
        members=tuple(core.Person(name) for name in members(case)),
        recommender=side,
        named=tuple(core.Person(a.expert_name, reason=a.reason) for a in case.avoidances.all()),
    )


def members(case: Application) -> list[str]:
    """Return the names of the people behind a case: its member list, or its author."""
    form = programmes.definition_of(case.edition).form_for(case.dimensions)
    names = [case.person_name] if case.person_name else []
    for question in form.fields():
        if question.kind == FieldKind.MEMBERS:
            names += [str(row.get("name", "")) for row in case.content.answers.get(question.id) or []]
    return [name for name in names if name]
