"""What the permission table says of complaints: they are of no case, so its rows hold in every phase alike."""

from __future__ import annotations

from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field, Relation, Verb

PHASE = table.RECOMMENDATION
RELATIONS = {Role.SECRETARIAT: Relation.OFFICE}


def sees_of_complaints(role: Role, field: Field) -> bool:
    """Tell whether this role sees this part of complaints."""
    return may_with_complaints(role, Verb.SEE, field)


def may_with_complaints(role: Role, verb: Verb, field: Field) -> bool:
    """Tell whether the table grants this on complaints."""
    return table.may(role, RELATIONS.get(role, Relation.NONE), PHASE, verb, field)
