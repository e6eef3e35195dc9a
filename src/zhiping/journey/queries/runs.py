"""Runs as their pages show them: how far they are, and what became of each case."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.journey.models import Run, RunCase
from zhiping.journey.queries.standing import visible_to

STATES = RunCase.State


def of_actor(actor: Actor) -> QuerySet[Run]:
    """Return the runs started in this capacity, colleagues' too, newest first, with how many cases are done and left."""
    counted = {
        "total": Count("cases"),
        "waiting": Count("cases", Q(cases__state=STATES.WAITING)),
        "done": Count("cases", Q(cases__state=STATES.DONE)),
    }
    found = Run.objects.filter(role=actor.role.value, scope_id=actor.scope_id)
    return found.select_related("asked_by").annotate(**counted).order_by("-pk")


def get_run(actor: Actor, run_id: int) -> Run:
    """Return a run of this capacity. Raises: NotFound, for one of others too."""
    found = of_actor(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def counts(run: Run) -> dict[str, int]:
    """Return how many of its cases stand in each state; one query."""
    return dict(run.cases.order_by().values_list("state").annotate(n=Count("pk")))


def cases(actor: Actor, run: Run, state: str = "") -> QuerySet[RunCase]:
    """Return the cases of a run in their order, of one state where one is asked for; what one may not see is left out."""
    seen = visible_to(actor).select_related(None).order_by().values("pk")
    found = run.cases.filter(application__in=seen).select_related("application__organisation")
    return (found.filter(state=state) if state else found).order_by("place")
