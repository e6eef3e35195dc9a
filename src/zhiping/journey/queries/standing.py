"""How anybody stands to any case, experts included: the doors ask here."""

from __future__ import annotations

from django.db.models import QuerySet

from zhiping.applications import permissions as of_applications
from zhiping.applications import queries as applications
from zhiping.applications.models import Application
from zhiping.asking import prepared
from zhiping.core.definition.lifecycle import WITHDRAWN
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.review import queries as review


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the cases this person may know of in this capacity."""
    return review.visible_to(actor) if actor.role is Role.EXPERT else applications.visible_to(actor)


def cases_of(actor: Actor) -> list[Application]:
    """Return the same as a list, newest first, for a page that shows all of them."""
    return _visible(actor.role, actor.user_id, actor.scope_id)


@prepared
def _visible(role: Role, user_id: int | None, scope_id: int | None) -> QuerySet[Application]:
    return visible_to(Actor(user_id, role, scope_id))


def relation(actor: Actor, application: Application) -> Relation:
    """Return how this person stands to the case."""
    if actor.role is Role.EXPERT:
        return review.relation(actor, application)
    return of_applications.relation(actor, application)


def may(actor: Actor, application: Application, verb: Verb, field: Field) -> bool:
    """Ask the permission table about this person, this case, now."""
    if verb is Verb.REVIVE and application.state != WITHDRAWN:
        return False
    return table.may(actor.role, relation(actor, application), application.phase, verb, field)


def require(actor: Actor, application: Application, verb: Verb, field: Field) -> None:
    """Refuse unless the table grants it to this person in every relation the journey knows. Raises: NotAllowed."""
    standing = relation(actor, application)
    if not table.may(actor.role, standing, application.phase, verb, field):
        raise of_applications.refusal(actor, standing, application, verb, field)


def get_case(actor: Actor, application_id: int) -> Application:
    """Return a case this person may see. Raises: NotFound for absent and unseen ones alike."""
    return _visible_case.one(application_id, actor.role, actor.user_id, actor.scope_id)


@prepared
def _visible_case(application_id: int, role: Role, user_id: int | None, scope_id: int | None) -> QuerySet[Application]:
    # what was written is read along: nearly every page of a case asks for it next
    return visible_to(Actor(user_id, role, scope_id)).filter(pk=application_id).select_related("content")
