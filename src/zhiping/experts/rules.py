"""Pure rules of the pool."""

from __future__ import annotations

from datetime import date

from zhiping.core.errors import RuleViolation


def check_employment(from_on: date, until_on: date | None) -> None:
    """Refuse a post that ends before it begins. Raises: RuleViolation("employment.ends_before_it_begins")."""
    if until_on is not None and until_on < from_on:
        raise RuleViolation("employment.ends_before_it_begins")
