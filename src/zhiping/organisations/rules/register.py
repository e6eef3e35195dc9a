"""Pure rules of the register: codes, names, who may be the last to leave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from zhiping.core import identifiers
from zhiping.core.errors import RuleViolation

LONGEST_NAME = 120
LONGEST_TEAM_NAME = 60
LONGEST_CLAIM = 1_000
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def read_uscc(typed: str) -> str:
    """Return the credit code a person meant, its check digit verified.

    Raises: RuleViolation("organisation.bad_uscc") with the fault: length, format or check_digit.
    Source: GB 32100-2015; requirements B2.
    """
    try:
        return identifiers.read_credit_code(typed)
    except RuleViolation as wrong:
        raise RuleViolation("organisation.bad_uscc", fault=wrong.facts["fault"], given=typed.strip()) from wrong


def read_name(typed: str, longest: int = LONGEST_NAME) -> str:
    """Return a name as it is kept: one line, full-width letters and digits made plain, brackets as they are in names.

    Raises: RuleViolation("name.missing" | "name.too_long").
    """
    spaced = "".join(_plain(c) for c in typed)
    name = re.sub(r"\s+", " ", spaced).strip()
    if not name:
        raise RuleViolation("name.missing")
    if len(name) > longest:
        raise RuleViolation("name.too_long", limit=longest, counted=len(name))
    return name


def _plain(character: str) -> str:
    """Letters and digits typed in full width become plain; Chinese brackets stay, for licences print them so."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isalnum() and plain.isascii() else " " if character.isspace() else character


def check_reason(reason: str) -> None:
    """Refuse an act without its reason. Raises: RuleViolation("reason.missing")."""
    if not reason.strip():
        raise RuleViolation("reason.missing")


def check_claim(statement: str) -> None:
    """Refuse a claim that does not say why. Raises: RuleViolation("claim.statement_missing" | "claim.too_long")."""
    if not statement.strip():
        raise RuleViolation("claim.statement_missing")
    if len(statement) > LONGEST_CLAIM:
        raise RuleViolation("claim.too_long", limit=LONGEST_CLAIM, counted=len(statement))


def read_address(typed: str) -> str:
    """Return the mail address a person meant. Raises: RuleViolation("invitation.bad_address")."""
    address = unicodedata.normalize("NFKC", typed).strip()
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS:
        raise RuleViolation("invitation.bad_address", given=typed.strip())
    return address


def check_invitation(*, used: bool, withdrawn: bool, expired: bool, is_own: bool) -> None:
    """Refuse a link that works no more, or in whose account it was not sent to.

    Raises: RuleViolation("invitation.used" | "invitation.withdrawn" | "invitation.expired" |
    "invitation.other_address").
    """
    if used:
        raise RuleViolation("invitation.used")
    if withdrawn:
        raise RuleViolation("invitation.withdrawn")
    if expired:
        raise RuleViolation("invitation.expired")
    if not is_own:
        raise RuleViolation("invitation.other_address")


def check_parent(unit: int, parent: int, ancestors: Collection[int]) -> None:
    """Refuse a parent that would make the group a circle. Args: ancestors: of the parent, nearest first.

    Raises: RuleViolation("group.own_parent" | "group.circle").
    """
    if unit == parent:
        raise RuleViolation("group.own_parent")
    if unit in ancestors:
        raise RuleViolation("group.circle")


def check_mergeable(duplicate: int, survivor: int, *, merged: bool, related: bool) -> None:
    """Refuse two entries that cannot be one unit.

    Args: merged: one of them was merged before; related: one stands above the other in a group.
    Raises: RuleViolation("merger.same" | "merger.merged_already" | "merger.in_one_line").
    """
    if duplicate == survivor:
        raise RuleViolation("merger.same")
    if merged:
        raise RuleViolation("merger.merged_already")
    if related:
        raise RuleViolation("merger.in_one_line")


def check_not_last(leaving: int, administrators: Collection[int]) -> None:
    """Refuse that a unit is left without anybody who administers it.

    Raises: RuleViolation("membership.last_administrator").
    """
    if set(administrators) == {leaving}:
        raise RuleViolation("membership.last_administrator")
