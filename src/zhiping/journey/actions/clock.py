"""The demo clock: a newcomer watches a demo edition reach its next stage."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.jobs import actions as jobs
from zhiping.programmes import actions as programmes
from zhiping.programmes import queries
from zhiping.programmes.models import Edition


@transaction.atomic
def move_to_next_stage(*, edition_id: int, by: Actor, at: datetime) -> datetime:
    """Move a demo edition's clock to the next instant at which one of its windows opens or closes.

    Args: at: real time.
    Returns: the instant that the clock shows now.
    Raises: NotFound; NotAllowed; RuleViolation("clock.not_a_demo" | "clock.nothing_ahead").
    """
    edition = Edition.objects.filter(pk=edition_id).prefetch_related("windows").first()
    if edition is None:
        raise NotFound
    shown = queries.now(edition)
    instants = [i for w in edition.windows.all() for i in (w.opens_at, w.closes_at) if i is not None and i > shown]
    if not instants:
        raise RuleViolation("clock.nothing_ahead")
    programmes.move_demo_clock(edition_id=edition_id, to=min(instants), by=by, at=at)
    jobs.enqueue("journey.run_deadlines", key="journey.run_deadlines")
    return min(instants)
