"""What may be done with an edition's windows and register."""

from __future__ import annotations

from datetime import datetime

from zhiping.core.errors import RuleViolation


def check_window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Refuse a window that closes before it opens. Raises: RuleViolation("window.closes_before_it_opens")."""
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise RuleViolation("window.closes_before_it_opens")


def check_reason(reason: str) -> None:
    """Refuse an act without its reason. Raises: RuleViolation("reason.missing")."""
    if not reason.strip():
        raise RuleViolation("reason.missing")
