"""Where a case is on its way."""

from __future__ import annotations

from zhiping.applications.models import Application
from zhiping.journey import rules
from zhiping.programmes import queries as programmes


def timeline(application: Application) -> list[rules.Step]:
    """Return the stages of the case's edition with done, now, to come; three queries."""
    edition = application.edition
    windows = {w.stage_id: (w.opens_at, w.closes_at) for w in edition.windows.all()}
    entered = application.changes.order_by("id").values_list("to_state", "at")
    definition, graph = programmes.definition_of(edition), programmes.graph_of(edition)
    return rules.steps(definition, graph, application.state, windows, entered)
