"""What waits on a person in one capacity, and what waits on others."""

from __future__ import annotations

from django.db.models import Count

from zhiping.applications import queries as applications
from zhiping.applications.models import Application
from zhiping.core.definition.vocabulary import Phase
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item, soonest_first
from zhiping.decision import queries as decision
from zhiping.journey.queries.standing import visible_to
from zhiping.messages import queries as messages
from zhiping.organisations import queries as organisations
from zhiping.recommendation import queries as recommendation
from zhiping.review import queries as review
from zhiping.screening import queries as screening

STAGES = (organisations, applications, recommendation, screening, review, decision, messages)


def worklist(actor: Actor) -> list[Item]:
    """Return what waits on this person, soonest due first; each stage says what it waits for."""
    return soonest_first([item for stage in STAGES for item in stage.waiting_for(actor)])


def standing_by_phase(actor: Actor) -> dict[str, int]:
    """Return how many of the visible cases stand in each phase, in the order of the journey."""
    rows = visible_to(actor).order_by().values_list("phase").annotate(n=Count("pk", distinct=True))
    counted = dict(rows)
    return {str(phase): counted[phase] for phase in Phase if phase in counted}


def waiting_on_others(actor: Actor, limit: int = 20) -> list[Application]:
    """Return the visible cases that others have to move, the one that has stood longest first."""
    if actor.role not in (Role.APPLICANT, Role.UNIT, Role.RECOMMENDER):
        return []
    running = ("recommendation", "screening", "supplement", "round", "approval", "notice")
    found = visible_to(actor).filter(phase__in=running)
    own = {Role.RECOMMENDER: "recommendation", Role.APPLICANT: "supplement"}.get(actor.role, "")
    found = found.exclude(phase=own).select_related("edition", "recommender")
    return list(found.order_by("state_since", "pk")[:limit])
