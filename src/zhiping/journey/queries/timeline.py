"""Where a case is on its way."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zhiping.applications.models import Application, StateChange
from zhiping.asking import prepared
from zhiping.journey import rules
from zhiping.programmes import queries as programmes


def timeline(application: Application) -> list[rules.Step]:
    """Return the stages of the case's edition with done, now, to come; two queries."""
    edition = application.edition
    windows = {w.stage_id: (w.opens_at, w.closes_at) for w in programmes.windows(edition)}
    entered = _entered(application.pk)
    definition, graph = programmes.definition_of(edition), programmes.graph_of(edition)
    return rules.steps(definition, graph, application.state, windows, entered)


@prepared
def _entered(application_id: int) -> QuerySet[StateChange, tuple[str, datetime]]:
    return StateChange.objects.filter(application_id=application_id).order_by("id").values_list("to_state", "at")
