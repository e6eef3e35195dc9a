"""Read the register of units, their people and teams."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.organisations.models import Membership, Organisation, Team


def by_uscc(uscc: str) -> Organisation | None:
    """Return the standing unit with this credit code; a merged duplicate leads to its survivor."""
    found = Organisation.objects.select_related("merged_into").filter(uscc=uscc.strip().upper()).first()
    return found.merged_into or found if found else None


def get(organisation_id: int) -> Organisation:
    """Return a unit. Raises: NotFound."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def search(text: str, at_most: int = 50) -> list[Organisation]:
    """Return units by a part of their name, a former or other name, or their code."""
    named = Q(name__icontains=text) | Q(names__name__icontains=text) | Q(uscc__startswith=text.upper())
    return list(Organisation.objects.filter(named).distinct().order_by("name")[:at_most])


def people(organisation_id: int, capacity: str) -> list[int]:
    """Return the ids of the people who stand for a unit in a capacity now."""
    standing = Membership.objects.filter(
        organisation_id=organisation_id, capacity=capacity, approved_at__isnull=False, ended_at__isnull=True
    )
    return list(standing.values_list("user_id", flat=True))


def memberships(organisation_id: int) -> QuerySet[Membership]:
    """Return who stands for a unit or asks to, requests first."""
    standing = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True)
    return standing.select_related("user", "organisation").order_by("-approved_at", "capacity", "pk")


def memberships_of(user_id: int) -> QuerySet[Membership]:
    """Return for which units a person stands or asks to, approved ones last."""
    own = Membership.objects.filter(user_id=user_id, ended_at__isnull=True)
    return own.select_related("organisation").order_by("organisation__name", "capacity")


def person_of(membership_id: int, organisation_id: int) -> int:
    """Return the person of one of the unit's memberships. Raises: NotFound."""
    person = memberships(organisation_id).filter(pk=membership_id).values_list("user_id", flat=True).first()
    if person is None:
        raise NotFound
    return person


def teams(organisation_id: int) -> QuerySet[Team]:
    """Return the teams of a unit by name."""
    return Team.objects.filter(organisation_id=organisation_id).order_by("name")


def other_names(organisation_id: int) -> list[tuple[str, str]]:
    """Return the unit's former and other names with the word for their kind."""
    unit = get(organisation_id)
    return [(known.name, str(known.get_kind_display())) for known in unit.names.order_by("kind", "name")]


def entries_to_approve() -> QuerySet[Organisation]:
    """Return the units whose entry waits for the office, oldest first."""
    waiting = Organisation.objects.filter(approved_at__isnull=True, memberships__ended_at__isnull=True)
    return waiting.filter(memberships__isnull=False).distinct().order_by("registered_at", "pk")


def officers_to_approve() -> QuerySet[Membership]:
    """Return the requests of recommending units' officers, which the office decides; oldest first."""
    asked = Membership.objects.filter(
        capacity=Membership.Capacity.RECOMMENDER, approved_at__isnull=True, ended_at__isnull=True
    )
    return asked.select_related("user", "organisation").order_by("asked_at", "pk")


def waiting_for(actor: Actor) -> list[Item]:
    """Return what the register waits for: the office's approvals, a unit's requests to join."""
    if actor.role is Role.SECRETARIAT:
        entries = [
            _item(unit.name, "approve_organisation", "secretariat:organisations", unit) for unit in entries_to_approve()
        ]
        return entries + [_request(asked, "secretariat:organisations") for asked in officers_to_approve()]
    if actor.role is Role.UNIT and actor.scope_id is not None:
        asked = memberships(actor.scope_id).filter(approved_at__isnull=True)
        by_unit = asked.exclude(capacity=Membership.Capacity.RECOMMENDER).exclude(user_id=actor.user_id or 0)
        return [_request(membership, "unit:people") for membership in by_unit]
    return []


def _item(title: str, what: str, href_name: str, unit: Organisation) -> Item:
    return Item(title=title, what=what, href_name=href_name, detail=unit.uscc or "", since=unit.registered_at)


def _request(asked: Membership, href_name: str) -> Item:
    return Item(
        title=asked.user.name,
        what="approve_member",
        href_name=href_name,
        detail=f"{asked.organisation.name} · {asked.get_capacity_display()}",
        since=asked.asked_at,
    )
