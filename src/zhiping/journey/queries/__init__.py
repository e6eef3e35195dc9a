"""Views over several stages: who one is, what one may see, where a case is, what waits."""

from zhiping.journey.queries.capacities import capacities, capacities_and_unread
from zhiping.journey.queries.counts import cases_of_unit, counts_by_state
from zhiping.journey.queries.standing import cases_of, get_case, may, relation, require, visible_to
from zhiping.journey.queries.timeline import timeline

__all__ = [
    "capacities",
    "capacities_and_unread",
    "cases_of",
    "cases_of_unit",
    "counts_by_state",
    "get_case",
    "may",
    "relation",
    "require",
    "timeline",
    "visible_to",
]
