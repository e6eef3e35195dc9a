"""Read the register of units."""

from __future__ import annotations

from zhiping.organisations.models import Membership, Organisation


def by_uscc(uscc: str) -> Organisation | None:
    """Return the standing unit with this credit code; a merged duplicate leads to its survivor."""
    found = Organisation.objects.select_related("merged_into").filter(uscc=uscc.strip().upper()).first()
    return found.merged_into or found if found else None


def people(organisation_id: int, capacity: str) -> list[int]:
    """Return the ids of the people who stand for a unit in a capacity now."""
    standing = Membership.objects.filter(
        organisation_id=organisation_id, capacity=capacity, approved_at__isnull=False, ended_at__isnull=True
    )
    return list(standing.values_list("user_id", flat=True))
