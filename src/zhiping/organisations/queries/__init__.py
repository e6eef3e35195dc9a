"""Read the register of units, their groups, their people and teams."""

from zhiping.organisations.queries.duplicates import Suspects, merger, mergers, suspects
from zhiping.organisations.queries.groups import Branch, ancestors, tree
from zhiping.organisations.queries.members import (
    entries_to_approve,
    memberships,
    memberships_of,
    officers_to_approve,
    people,
    person_of,
    waiting_for,
)
from zhiping.organisations.queries.units import (
    by_code_or_name,
    by_uscc,
    get,
    identity,
    is_same,
    other_names,
    search,
    survivor,
    teams,
)

__all__ = [
    "Branch",
    "Suspects",
    "ancestors",
    "by_code_or_name",
    "by_uscc",
    "entries_to_approve",
    "get",
    "identity",
    "is_same",
    "memberships",
    "memberships_of",
    "merger",
    "mergers",
    "officers_to_approve",
    "other_names",
    "people",
    "person_of",
    "search",
    "survivor",
    "suspects",
    "teams",
    "tree",
    "waiting_for",
]
