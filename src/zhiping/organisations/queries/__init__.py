"""Read the register of units, their groups, their people and teams."""

from zhiping.organisations.queries.duplicates import Suspects, merger, mergers, suspects
from zhiping.organisations.queries.groups import Branch, ancestors, tree
from zhiping.organisations.queries.invitations import by_token, every_invitation, invitations_of_unit, token_of
from zhiping.organisations.queries.members import (
    claim_evidence,
    entries_to_approve,
    memberships,
    memberships_of,
    people,
    person,
    person_of,
    requests_to_decide,
    waiting_for,
)
from zhiping.organisations.queries.units import (
    all_teams,
    by_code_or_name,
    by_uscc,
    get,
    identity,
    is_same,
    other_names,
    proposed_teams,
    search,
    survivor,
    teams,
)

__all__ = [
    "Branch",
    "Suspects",
    "all_teams",
    "ancestors",
    "by_code_or_name",
    "by_token",
    "by_uscc",
    "claim_evidence",
    "entries_to_approve",
    "every_invitation",
    "get",
    "identity",
    "invitations_of_unit",
    "is_same",
    "memberships",
    "memberships_of",
    "merger",
    "mergers",
    "other_names",
    "people",
    "person",
    "person_of",
    "proposed_teams",
    "requests_to_decide",
    "search",
    "survivor",
    "suspects",
    "teams",
    "token_of",
    "tree",
    "waiting_for",
]
