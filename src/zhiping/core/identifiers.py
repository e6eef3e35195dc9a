"""Numbers people read and type: application, certificate and verification numbers, credit codes."""

from __future__ import annotations

Id = int | str


def id_order(identifier: Id) -> tuple[int, str]:
    """Return a sort key under which identifiers of either kind have one order: numbers first, then texts."""
    return (identifier, "") if isinstance(identifier, int) else (2**63, identifier)
