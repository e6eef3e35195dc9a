"""Who may act in the review: the office on cases and lists, an expert on own assignments."""

from __future__ import annotations

from zhiping.applications import permissions as of_applications
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.review.models import Assignment
from zhiping.review.queries import standing_assignments
from zhiping.review.queries.standing import is_blind


def require_office(by: Actor) -> None:
    """Refuse anybody but the secretariat and the platform itself. Raises: NotAllowed."""
    if by.role not in (Role.SECRETARIAT, Role.OPERATOR):
        raise NotAllowed


def require_on_case(by: Actor, application: Application, verb: Verb, field: Field) -> None:
    """Refuse the office's act on a case unless the table grants it. Raises: NotFound; NotAllowed."""
    of_applications.require(by, application, verb, field)


def require_assigned(by: Actor, assignment: Assignment, verb: Verb, field: Field) -> None:
    """Refuse an expert's act on an assignment that is not the expert's own and standing.

    Raises: NotAllowed for other roles; NotFound for others' assignments, ended ones, conflicted cases and rounds over.
    """
    if by.role is not Role.EXPERT:
        raise NotAllowed
    if not standing_assignments(by).filter(pk=assignment.pk).exists():
        raise NotFound
    # It stands, so that no conflict does: what is left to ask is whether the round is blind.
    blind = is_blind(assignment.application.edition, assignment.round_id)
    standing = Relation.ASSIGNED if blind else Relation.ASSIGNED_OPEN
    if not table.may(by.role, standing, assignment.application.phase, verb, field):
        raise NotFound
