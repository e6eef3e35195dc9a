"""Invitations by mail: their links, and which are open."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from zhiping.core.errors import NotFound
from zhiping.organisations.models import Invitation
from zhiping.organisations.queries.units import identity

SALT = "zhiping invitation v1"
LENGTH = 40


def token_of(invitation: Invitation) -> str:
    """Return what makes the link: nothing in the database alone tells it."""
    value = f"{invitation.pk}:{invitation.nonce}"
    made = salted_hmac(SALT, value, secret=settings.PRIVATE_KEY, algorithm="sha256").hexdigest()
    return f"{invitation.pk}-{made[:LENGTH]}"


def by_token(token: str) -> Invitation:
    """Return the invitation that a link names, open or not. Raises: NotFound for a link that was never made."""
    number, _dash, _rest = token.partition("-")
    known = Invitation.objects.select_related("organisation", "invited_by")
    found = known.filter(pk=int(number)).first() if number.isdecimal() and len(number) < LENGTH // 2 else None
    if found is None or not constant_time_compare(token_of(found), token):
        raise NotFound
    return found


def goes_to(invitation: Invitation, email: str) -> bool:
    """Tell whether an invitation went to this address."""
    return email.casefold() == invitation.email.casefold()


def masked_address(invitation: Invitation) -> str:
    """Return the address as whoever holds the link may see it: its first letter and its host."""
    name, _at, host = invitation.email.partition("@")
    return f"{name[:1]}***@{host}"


def get(invitation_id: int) -> Invitation:
    """Return an invitation. Raises: NotFound."""
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    return found


def open_at(at: datetime) -> QuerySet[Invitation]:
    """Return the invitations that can be accepted now."""
    standing = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)
    return standing.select_related("organisation", "invited_by")


def invitations_of_unit(organisation_id: int, at: datetime) -> QuerySet[Invitation]:
    """Return a unit's open invitations to its own people, newest first."""
    return open_at(at).filter(organisation__in=identity(organisation_id), capacity__in=("applicant", "unit"))


def every_invitation() -> QuerySet[Invitation]:
    """Return all invitations for the office, newest first."""
    return Invitation.objects.select_related("organisation", "invited_by", "accepted_by").order_by("-pk")
