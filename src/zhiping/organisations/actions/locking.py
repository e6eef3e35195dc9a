"""Lock rows of the register: the unit first, then its people."""

from __future__ import annotations

from zhiping.core.errors import NotFound
from zhiping.organisations.models import Membership, Organisation


def organisation(organisation_id: int) -> Organisation:
    """Return the unit, its row locked until the transaction ends. Raises: NotFound."""
    found = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def membership(membership_id: int) -> Membership:
    """Return a standing or asked membership, its unit and then its own row locked. Raises: NotFound."""
    unit_id = Membership.objects.filter(pk=membership_id).values_list("organisation_id", flat=True).first()
    if unit_id is None:
        raise NotFound
    organisation(unit_id)
    locked = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("organisation", "user")
    found = locked.filter(pk=membership_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found
