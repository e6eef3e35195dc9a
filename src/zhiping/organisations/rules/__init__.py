"""Pure rules of the register, and of the sheet with which units are imported."""

from zhiping.organisations.rules.register import (
    LONGEST_NAME,
    LONGEST_TEAM_NAME,
    check_claim,
    check_invitation,
    check_mergeable,
    check_not_last,
    check_parent,
    check_reason,
    read_address,
    read_name,
    read_uscc,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TEAM_NAME",
    "check_claim",
    "check_invitation",
    "check_mergeable",
    "check_not_last",
    "check_parent",
    "check_reason",
    "read_address",
    "read_name",
    "read_uscc",
]
