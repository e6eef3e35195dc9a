"""Read the register of units."""

from __future__ import annotations

from zhiping.organisations.models import Organisation


def by_uscc(uscc: str) -> Organisation | None:
    """Return the standing unit with this credit code; a merged duplicate leads to its survivor."""
    found = Organisation.objects.select_related("merged_into").filter(uscc=uscc.strip().upper()).first()
    return found.merged_into or found if found else None
