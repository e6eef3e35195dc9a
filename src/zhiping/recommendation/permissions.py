"""Who may act for a recommender: its officers; for the virtual one the office."""

from __future__ import annotations

from zhiping.applications import permissions as of_applications
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.organisations import queries as organisations
from zhiping.programmes.models import Recommender
from zhiping.recommendation.rules.standing import may_with_complaints


def require_recommend(by: Actor, application: Application) -> None:
    """Refuse whoever does not speak for the case's recommender. Raises: NotFound; NotAllowed."""
    of_applications.require(by, application, Verb.RECOMMEND, Field.RECOMMENDATION)
    chosen = application.recommender
    if by.role is Role.SECRETARIAT and (chosen is None or not chosen.is_virtual):
        raise NotAllowed


def require_officer(by: Actor, recommender: Recommender) -> None:
    """Refuse whoever is not an officer of this recommender. Raises: NotFound; NotAllowed."""
    if by.role is Role.SECRETARIAT and recommender.is_virtual:
        return
    if by.role is not Role.RECOMMENDER:
        raise NotAllowed
    own = organisations.is_same(recommender.organisation_id, by.scope_id, lambda: recommender.organisation)
    if not own or recommender.disqualified_at is not None:
        raise NotFound


def require_complain(by: Actor) -> None:
    """Refuse whoever may not complain about a recommending unit; the public may. Raises: NotAllowed."""
    if not may_with_complaints(by.role, Verb.COMPLAIN, Field.COMPLAINTS):
        raise NotAllowed


def require_hear(by: Actor) -> None:
    """Refuse whoever may not work on complaints. Raises: NotAllowed."""
    if not may_with_complaints(by.role, Verb.HEAR, Field.COMPLAINTS):
        raise NotAllowed
