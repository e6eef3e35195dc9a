"""What waits on a person in one capacity, and what waits on others."""

from __future__ import annotations

from django.db.models import Count

from zhiping.applications import queries as applications
from zhiping.core.permissions.actor import Actor
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
    """Return how many of the visible cases stand in each phase: what waits on others."""
    rows = visible_to(actor).order_by().values_list("phase").annotate(n=Count("pk", distinct=True))
    return dict(sorted(rows))
