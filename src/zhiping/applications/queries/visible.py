"""Read cases. Doors get rows only through visible_to (experts: through review.queries.visible_to)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhiping.applications.models import Application
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.organisations import queries as organisations
from zhiping.organisations.models import Organisation


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the cases whose header this person may see in this capacity; the table decides the phases.

    Experts get nothing here: what they may see hangs on assignments, which come later in the river.
    """
    cases = Application.objects.select_related("edition", "organisation", "team", "recommender")
    return cases.filter(_standing(actor) & Q(phase__in=_phases(actor)))


def _relation(actor: Actor) -> Relation:
    return {
        Role.APPLICANT: Relation.OWN,
        Role.UNIT: Relation.UNIT,
        Role.RECOMMENDER: Relation.CHOSEN_RECOMMENDER,
        Role.SECRETARIAT: Relation.OFFICE,
        Role.COMMITTEE: Relation.MEMBER,
        Role.GUIDING: Relation.MEMBER,
    }.get(actor.role, Relation.NONE)


def _phases(actor: Actor) -> frozenset[str]:
    return table.phases_for(actor.role, _relation(actor), Verb.SEE, Field.CASE)


def _standing(actor: Actor) -> Q:
    match actor.role:
        case Role.APPLICANT:
            mine = Q(created_by_id=actor.person_id) | Q(editors=actor.person_id)
            return Q(pk__in=Application.objects.filter(mine, organisation__in=_identity(actor)).values("pk"))
        case Role.UNIT:
            return Q(organisation__in=_identity(actor))
        case Role.RECOMMENDER:
            return Q(recommender__organisation__in=_identity(actor), recommender__disqualified_at__isnull=True)
        case Role.SECRETARIAT | Role.COMMITTEE | Role.GUIDING:
            return Q()
        case _:
            return Q(pk__in=[])


def _identity(actor: Actor) -> QuerySet[Organisation]:
    return organisations.identity(actor.scope_id or 0)
