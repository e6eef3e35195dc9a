"""Ask a person by mail to stand for a unit; the link works once, within days, for whoever owns the address."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.jobs import actions as jobs
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.messages import ports as mail_host
from zhiping.messages.rules.templates import render
from zhiping.messages.rules.texts import TEXTS
from zhiping.organisations import permissions, queries, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Invitation, Membership, Organisation
from zhiping.organisations.queries import invitations as known

STANDS_FOR = timedelta(days=7)
MOST_ATTEMPTS = 5
AGAIN_AFTER = timedelta(minutes=10)
FAULT_LENGTH = 300
OWN = ("applicant", "unit")
"""To what an administrator may invite the unit's own people."""


@transaction.atomic
def invite_member(*, organisation_id: int | None, email: str, capacity: str, by: Actor, at: datetime) -> Invitation:
    """Invite a person by mail: a unit its own people, the office recommending officers and experts.

    An open invitation of the same kind is not sent again. Side effects in order: Invitation row; journal entry; a job
    that mails the link.
    Args: organisation_id: None for an expert whose unit is not known. capacity: applicant, unit, recommender, expert.
    Raises: NotFound; NotAllowed; RuleViolation("membership.unknown_capacity" | "invitation.bad_address" |
    "invitation.unit_missing" | "organisation.not_approved" | "invitation.member_already").
    Source: requirements B2, F1 (application or invitation).
    """
    organisation = locking.standing(organisation_id) if organisation_id is not None else None
    address = rules.read_address(email)
    _require_may_invite(by, capacity, organisation)
    standing = known.open_at(at).filter(organisation=organisation, email__iexact=address, capacity=capacity).first()
    if standing is not None:
        return standing
    if organisation is not None:
        _check_unit(organisation, address, capacity)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        capacity=capacity,
        nonce=secrets.token_hex(16),
        invited_at=at,
        invited_by_id=by.user_id,
        expires_at=at + STANDS_FOR,
    )
    _write("organisations.invite_member", invitation, by, at)
    jobs.enqueue("organisations.mail_invitation", key=f"invitation:{invitation.pk}", invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Actor, at: datetime) -> Invitation:
    """Take an open invitation back; its link ends at once. Twice changes nothing.

    Side effects in order: Invitation.withdrawn_at; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("invitation.used").
    """
    invitation = _lock(known.get(invitation_id))
    _require_may_invite(by, invitation.capacity, _standing(invitation))
    if invitation.accepted_at is not None:
        raise RuleViolation("invitation.used")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        _write("organisations.withdraw_invitation", invitation, by, at)
    return invitation


@transaction.atomic
def end_offers(*, user_id: int, by: Actor, at: datetime) -> int:
    """End what somebody offered for the office whose office ends; what is offered as a unit's administrator stays.

    Side effects in order: Invitation.withdrawn_at and a journal entry for each. Returns: how many.
    """
    own = Membership.objects.filter(user_id=user_id, capacity="unit", approved_at__isnull=False, ended_at__isnull=True)
    units = set(own.values_list("organisation_id", flat=True))
    waiting = Invitation.objects.select_for_update(no_key=True).filter(
        invited_by=user_id, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    offered = [one for one in waiting.order_by("pk") if not (one.organisation_id in units and one.capacity in OWN)]
    for invitation in offered:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        _write("organisations.withdraw_invitation", invitation, by, at)
    return len(offered)


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, at: datetime) -> Invitation:
    """Accept an invitation, signed in with the address it went to; for experts the caller does what follows.

    Side effects in order: Membership row, approved; Invitation accepted; journal entry; message to who invited.
    Raises: NotFound for a link never made; NotAllowed for who is not signed in; RuleViolation("invitation.used" |
    "invitation.withdrawn" | "invitation.expired" | "invitation.other_address").
    """
    person = permissions.require_person(by)
    invitation = _lock(known.by_token(token))
    user = queries.person(person)
    rules.check_invitation(
        used=invitation.accepted_at is not None,
        withdrawn=invitation.withdrawn_at is not None,
        expired=at >= invitation.expires_at,
        is_own=known.goes_to(invitation, user.email),
    )
    if invitation.organisation is not None and invitation.capacity in Membership.Capacity.values:
        _let_stand(invitation, person, at)
    invitation.accepted_at, invitation.accepted_by_id = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _write("organisations.accept_invitation", invitation, by, at)
    messages.send(
        "organisations.invitation_accepted",
        to=[invitation.invited_by_id] if invitation.invited_by_id else [],
        key=f"organisations.invitation_accepted:{invitation.pk}",
        facts={"name": user.name, "capacity": str(invitation.get_capacity_display())},
        link="/home/",
        at=at,
    )
    return invitation


def mail_invitation(*, invitation_id: int, at: datetime) -> None:
    """Hand the mail with the link to the mail host, once; a refusal for now is tried again a few times.

    The claim is committed before the host hears of it: whatever dies afterwards, nobody is written to twice. The link
    is made here and kept nowhere. Args: at: real instant.
    """
    if not _claim(invitation_id, at):
        return
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(pk=invitation_id)
    subject, body = _letter(invitation)
    try:
        mail_host.hand_over(
            address=invitation.email, subject=subject, body=body, message_id=f"<invitation-{invitation.nonce}@zhiping>"
        )
    except mail_host.Refused as refused:
        _put_back(invitation, str(refused), at, again=not refused.for_good and invitation.attempts < MOST_ATTEMPTS)
    except mail_host.Unsure as doubt:
        Invitation.objects.filter(pk=invitation.pk).update(fault=str(doubt)[:FAULT_LENGTH])


@transaction.atomic
def _claim(invitation_id: int, at: datetime) -> bool:
    waiting = known.open_at(at).filter(pk=invitation_id, mailed_at__isnull=True)
    return waiting.order_by().update(mailed_at=at, attempts=F("attempts") + 1) == 1


@transaction.atomic
def _put_back(invitation: Invitation, fault: str, at: datetime, *, again: bool) -> None:
    facts = {"fault": fault[:FAULT_LENGTH]} | ({"mailed_at": None} if again else {})
    Invitation.objects.filter(pk=invitation.pk).update(**facts)
    if again:
        key, later = f"invitation:{invitation.pk}", at + AGAIN_AFTER
        jobs.enqueue("organisations.mail_invitation", key=key, not_before=later, invitation_id=invitation.pk)


def _letter(invitation: Invitation) -> tuple[str, str]:
    """Return subject and body, Chinese and English: nobody knows yet which the person reads."""
    facts = {
        "who": invitation.organisation.name if invitation.organisation else settings.ASSOCIATION,
        "capacity": str(invitation.get_capacity_display()),
        "expires_at": invitation.expires_at,
        "email": invitation.email,
    }
    chinese, english = (render(TEXTS["organisations.invited"], facts, language) for language in ("zh-hans", "en"))
    link = f"{settings.BASE_URL.rstrip('/')}/invitations/{known.token_of(invitation)}/"
    return chinese.subject, f"{chinese.body}\n\n{link}\n\n{english.body}\n"


def _require_may_invite(by: Actor, capacity: str, organisation: Organisation | None) -> None:
    if capacity not in Invitation.Capacity.values:
        raise RuleViolation("membership.unknown_capacity", given=capacity)
    if capacity in (Invitation.Capacity.RECOMMENDER, Invitation.Capacity.EXPERT):
        permissions.require_office(by)
    if capacity != Invitation.Capacity.EXPERT:
        if organisation is None:
            raise RuleViolation("invitation.unit_missing")
        permissions.require_administrator(by, organisation.pk)


def _check_unit(organisation: Organisation, address: str, capacity: str) -> None:
    if organisation.approved_at is None:
        raise RuleViolation("organisation.not_approved", name=organisation.name)
    standing = organisation.memberships.filter(capacity=capacity, approved_at__isnull=False, ended_at__isnull=True)
    if standing.filter(user__email__iexact=address).exists():
        raise RuleViolation("invitation.member_already", email=address)


def _let_stand(invitation: Invitation, person: int, at: datetime) -> None:
    organisation = _standing(invitation)
    own, _new = Membership.objects.get_or_create(
        user_id=person,
        organisation=organisation,
        capacity=invitation.capacity,
        ended_at=None,
        defaults={"asked_at": at},
    )
    own.approved_at, own.approved_by_id = own.approved_at or at, own.approved_by_id or invitation.invited_by_id
    own.save(update_fields=["approved_at", "approved_by"])


def _standing(invitation: Invitation) -> Organisation | None:
    """Return the unit that answers for the one invited to, locked; None for an expert whose unit is not known."""
    return locking.standing(invitation.organisation_id) if invitation.organisation_id is not None else None


def _lock(invitation: Invitation) -> Invitation:
    """Lock the unit and then the invitation, as those do who end what an administrator offered."""
    _standing(invitation)
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return locked.get(pk=invitation.pk)


def _write(act: str, invitation: Invitation, by: Actor, at: datetime) -> None:
    unit = invitation.organisation_id
    subject = f"organisation:{unit}" if unit else f"invitation:{invitation.pk}"
    journal.write(act, subject=subject, by=by, at=at, invitation=invitation.pk, capacity=invitation.capacity)
