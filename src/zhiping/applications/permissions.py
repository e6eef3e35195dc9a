"""How a person stands to a case, and the gates that the actions of this stage call."""

from __future__ import annotations

from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound, OtherPhase
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.organisations import queries as organisations


def relation(actor: Actor, application: Application) -> Relation:
    """Return how this person stands to the case, as far as this stage and the register know.

    Experts stand in no relation here; review.permissions knows theirs.
    """
    match actor.role:
        case Role.APPLICANT if _is_of(actor, application) and _drafts(actor, application):
            return Relation.OWN
        case Role.UNIT if _is_of(actor, application):
            return Relation.UNIT
        case Role.RECOMMENDER if _is_chosen(actor, application):
            return Relation.CHOSEN_RECOMMENDER
        case Role.SECRETARIAT:
            return Relation.OFFICE
        case Role.COMMITTEE | Role.GUIDING:
            return Relation.MEMBER
        case _:
            return Relation.NONE


def _is_of(actor: Actor, application: Application) -> bool:
    """Tell whether the case is of the unit one stands for; a duplicate's case is its survivor's."""
    return organisations.is_same(application.organisation_id, actor.scope_id, lambda: application.organisation)


def _drafts(actor: Actor, application: Application) -> bool:
    return application.created_by_id == actor.user_id or application.editors.filter(pk=actor.person_id).exists()


def _is_chosen(actor: Actor, application: Application) -> bool:
    chosen = application.recommender
    if chosen is None or chosen.disqualified_at is not None:
        return False
    return organisations.is_same(chosen.organisation_id, actor.scope_id, lambda: chosen.organisation)


def may(actor: Actor, application: Application, verb: Verb, field: Field) -> bool:
    """Ask the table about this person, this case, now."""
    return table.may(actor.role, relation(actor, application), application.phase, verb, field)


def require(actor: Actor, application: Application, verb: Verb, field: Field) -> None:
    """Refuse unless the table grants it.

    Raises: NotFound when the person may not even see the case; OtherPhase when the table grants it in another phase;
    NotAllowed otherwise.
    """
    if may(actor, application, verb, field):
        return
    if not may(actor, application, Verb.SEE, Field.CASE):
        raise NotFound
    raise refusal(actor, relation(actor, application), application, verb, field)


def refusal(actor: Actor, standing: Relation, application: Application, verb: Verb, field: Field) -> NotAllowed:
    """Return why a person in this relation may not: the case stands in another phase, or it is not theirs to do."""
    elsewhere = table.phases_for(actor.role, standing, verb, field)
    return OtherPhase(application.pk) if elsewhere else NotAllowed()
