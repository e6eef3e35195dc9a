"""Read cases: which ones, what is known about them, what is missing, what waits."""

from zhiping.applications.queries.casefile import facts_for_case
from zhiping.applications.queries.completeness import (
    Section,
    faults_of,
    infected_files,
    missing_files,
    sections,
    standing_endorsement,
)
from zhiping.applications.queries.facts import eligibility_of, facts_of, route_facts, window_of, windows_of
from zhiping.applications.queries.quotas import limits, quota_answers, quota_refusals
from zhiping.applications.queries.visible import visible_to
from zhiping.applications.queries.waiting import waiting_for, waiting_for_opinion

__all__ = [
    "Section",
    "eligibility_of",
    "facts_for_case",
    "facts_of",
    "faults_of",
    "infected_files",
    "limits",
    "missing_files",
    "quota_answers",
    "quota_refusals",
    "route_facts",
    "sections",
    "standing_endorsement",
    "visible_to",
    "waiting_for",
    "waiting_for_opinion",
    "window_of",
    "windows_of",
]
