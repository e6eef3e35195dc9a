"""Lock rows of the register: the unit first, then its people."""

from __future__ import annotations

from django.db.models import QuerySet

from zhiping.asking import prepared
from zhiping.core.errors import NotFound
from zhiping.organisations.models import Membership, Organisation


def organisation(organisation_id: int) -> Organisation:
    """Return the unit, its row locked until the transaction ends. Raises: NotFound."""
    return _locked.one(organisation_id)


@prepared
def _locked(organisation_id: int) -> QuerySet[Organisation]:
    return Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).order_by()


def organisations(first_id: int, second_id: int) -> tuple[Organisation, Organisation]:
    """Return two units in the order asked, locked in the order of their ids. Raises: NotFound."""
    locked = {unit_id: organisation(unit_id) for unit_id in sorted({first_id, second_id})}
    return locked[first_id], locked[second_id]


def identity(organisation_id: int) -> Organisation:
    """Return the unit, locked together with the one it was merged into: two of one identity wait for each other.

    A merger that committed while this waited shows only in the locked row, so the survivor is looked up again there.
    Raises: NotFound.
    """
    survivor = _survivor.first(organisation_id)
    locked, _other = organisations(organisation_id, survivor or organisation_id)
    if locked.merged_into_id is not None and locked.merged_into_id != survivor:
        organisation(locked.merged_into_id)
    return locked


@prepared
def _survivor(organisation_id: int) -> QuerySet[Organisation, int | None]:
    return Organisation.objects.filter(pk=organisation_id).order_by().values_list("merged_into_id", flat=True)


def standing(organisation_id: int) -> Organisation:
    """Return the unit that answers for this one now, locked: itself, or what it was merged into. Raises: NotFound."""
    locked = identity(organisation_id)
    return locked if locked.merged_into_id is None else organisation(locked.merged_into_id)


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
