"""Pure rules of complaints about recommending units."""

from __future__ import annotations

from collections.abc import Collection

from zhiping.core.errors import RuleViolation

LONGEST_TEXT = 5000


def check_complaint(*, misconduct: str, known: Collection[str], grounds: str) -> list[RuleViolation]:
    """Return every reason why a complaint cannot be heard; nobody has to say who he or she is.

    Returns: RuleViolation("complaint.of_nothing" | "complaint.without_grounds" | "complaint.too_long").
    Source: qc-2020 三.4; qc-2022 三.1; requirements D5.
    """
    found = []
    if misconduct not in known:
        found.append(RuleViolation("complaint.of_nothing"))
    if not grounds.strip():
        found.append(RuleViolation("complaint.without_grounds"))
    if len(grounds) > LONGEST_TEXT:
        found.append(RuleViolation("complaint.too_long", limit=LONGEST_TEXT))
    return found


def check_state(state: str, wanted: str) -> None:
    """Refuse an act in the wrong step. Raises: RuleViolation("complaint.other_step")."""
    if state != wanted:
        raise RuleViolation("complaint.other_step")


def check_words(text: str) -> None:
    """Refuse a note or a finding without words. Raises: RuleViolation("complaint.without_words")."""
    if not text.strip():
        raise RuleViolation("complaint.without_words")


def check_second_person(first: int | None, second: int | None) -> None:
    """Refuse who would confirm what he or she proposed. Raises: RuleViolation("complaint.same_person")."""
    if first == second:
        raise RuleViolation("complaint.same_person")


def check_reason(reason: str) -> None:
    """Refuse to show who complains without a reason. Raises: RuleViolation("reason.missing")."""
    if not reason.strip():
        raise RuleViolation("reason.missing")
