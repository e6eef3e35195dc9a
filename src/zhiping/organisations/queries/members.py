"""Read who stands for a unit, who asks to, and what of the register waits for a decision."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhiping.accounts.models import User
from zhiping.asking import prepared
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.files.models import StoredFile
from zhiping.organisations.models import Membership, Organisation, Team
from zhiping.organisations.queries.units import proposed_teams, survivor


def people(organisation_id: int, capacity: str) -> list[int]:
    """Return the ids of the people who stand for a unit in a capacity now; a duplicate's are its survivor's."""
    return _people(organisation_id, capacity)


@prepared
def _people(organisation_id: int, capacity: str) -> QuerySet[Membership, int]:
    standing = Membership.objects.filter(
        organisation__in=survivor(organisation_id),
        capacity=capacity,
        approved_at__isnull=False,
        ended_at__isnull=True,
    )
    return standing.values_list("user_id", flat=True)


def involved_in(organisation_id: int) -> set[int]:
    """Return the ids of the people who stand for a unit in whatever capacity."""
    standing = Membership.objects.filter(
        organisation__in=survivor(organisation_id), approved_at__isnull=False, ended_at__isnull=True
    )
    return set(standing.values_list("user_id", flat=True))


def units_of(user_id: int) -> QuerySet[Organisation]:
    """Return the ids of the units that a person stands for, with the duplicates merged into them."""
    standing = Membership.objects.filter(user_id=user_id, approved_at__isnull=False, ended_at__isnull=True)
    own = standing.values("organisation_id")
    one = Organisation.objects.filter(Q(pk__in=own) | Q(merged_into__in=own))
    return one.order_by().values("pk")  # type: ignore[return-value]


def memberships(organisation_id: int) -> QuerySet[Membership]:
    """Return who stands for a unit or asks to, requests first."""
    standing = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True)
    return standing.select_related("user", "organisation").order_by("-approved_at", "capacity", "pk")


def memberships_of(user_id: int) -> QuerySet[Membership]:
    """Return for which units a person stands or asks to, approved ones last."""
    own = Membership.objects.filter(user_id=user_id, ended_at__isnull=True)
    return own.select_related("organisation").order_by("organisation__name", "capacity")


def person(user_id: int) -> User:
    """Return a person with an account. Raises: NotFound."""
    found = User.objects.filter(pk=user_id, is_active=True).first()
    if found is None:
        raise NotFound
    return found


def person_of(membership_id: int, organisation_id: int) -> int:
    """Return the person of one of the unit's memberships. Raises: NotFound."""
    person = memberships(organisation_id).filter(pk=membership_id).values_list("user_id", flat=True).first()
    if person is None:
        raise NotFound
    return person


def entries_to_approve(only: Collection[int] | None = None) -> QuerySet[Organisation]:
    """Return the units whose entry waits for the office, oldest first. Args: only: the ids of these units."""
    waiting = Organisation.objects.filter(approved_at__isnull=True, memberships__ended_at__isnull=True)
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    return waiting.filter(memberships__isnull=False).distinct().order_by("registered_at", "pk")


def requests_to_decide(only: Collection[int] | None = None) -> QuerySet[Membership]:
    """Return the requests that the office decides, oldest first.

    Those of recommending units' officers, claims of registered units, and whatever is asked of a unit that nobody
    administers. Args: only: the ids of these requests.
    """
    administers = Membership.objects.filter(
        organisation=OuterRef("organisation"),
        capacity=Membership.Capacity.UNIT,
        approved_at__isnull=False,
        ended_at__isnull=True,
    )
    asked = Membership.objects.filter(approved_at__isnull=True, ended_at__isnull=True)
    if only is not None:
        asked = asked.filter(pk__in=only)
    to_office = Q(capacity=Membership.Capacity.RECOMMENDER) | ~Q(claim="")
    nobody = Q(organisation__approved_at__isnull=False) & ~Exists(administers)
    return (
        asked.filter(to_office | nobody).select_related("user", "organisation", "evidence").order_by("asked_at", "pk")
    )


def claim_evidence(membership_id: int) -> StoredFile:
    """Return the paper that came with a claim. Raises: NotFound."""
    found = Membership.objects.select_related("evidence").filter(pk=membership_id).first()
    if found is None or found.evidence is None:
        raise NotFound
    return found.evidence


def waiting_for(actor: Actor) -> list[Item]:
    """Return what the register waits for: the office's approvals, a unit's requests to join."""
    if actor.role is Role.SECRETARIAT:
        entries = [
            _item(unit.name, "approve_organisation", "secretariat:organisations", unit) for unit in entries_to_approve()
        ]
        return entries + [_request(asked, "secretariat:organisations") for asked in requests_to_decide()]
    if actor.role is Role.UNIT and actor.scope_id is not None:
        asked = memberships(actor.scope_id).filter(approved_at__isnull=True)
        by_unit = (
            asked.filter(claim="").exclude(capacity=Membership.Capacity.RECOMMENDER).exclude(user_id=actor.user_id or 0)
        )
        teams = [_team(team) for team in proposed_teams(actor.scope_id)]
        return [_request(membership, "unit:people") for membership in by_unit] + teams
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


def _team(team: Team) -> Item:
    what, since = "approve_team", team.registered_at
    return Item(title=team.name, what=what, href_name="unit:people", detail=team.registration, since=since)
