"""Who stands for a unit: asked, approved by the unit itself, left, handed over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import actions as files
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import permissions, queries, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Invitation, Membership, Organisation

UNIT = Membership.Capacity.UNIT
LARGEST_EVIDENCE = 10 * 1024 * 1024


@transaction.atomic
def ask_to_join(*, uscc: str, capacity: str, by: Actor, at: datetime) -> Membership:
    """Ask a registered unit to let oneself stand for it; asking twice changes nothing.

    Side effects in order: Membership row, asked for; journal entry; message to the unit's administrators.
    Args: capacity: applicant, unit or recommender.
    Raises: NotAllowed for who is not signed in; RuleViolation("organisation.bad_uscc" |
    "organisation.not_registered" | "membership.unknown_capacity").
    Source: requirements B2 (units approve their own people).
    """
    person = permissions.require_person(by)
    code = rules.read_uscc(uscc)
    if capacity not in Membership.Capacity.values:
        raise RuleViolation("membership.unknown_capacity", given=capacity)
    found = queries.by_uscc(code)
    if found is None:
        raise RuleViolation("organisation.not_registered", uscc=code)
    organisation = locking.standing(found.pk)
    standing = organisation.memberships.filter(user_id=person, capacity=capacity, ended_at__isnull=True).first()
    if standing is not None:
        return standing
    asked = Membership.objects.create(user_id=person, organisation=organisation, capacity=capacity, asked_at=at)
    _write("organisations.ask_to_join", asked, by, at)
    messages.send(
        "organisations.membership_asked",
        to=queries.people(organisation.pk, UNIT),
        key=f"organisations.membership_asked:{asked.pk}",
        facts=_facts(asked) | {"name": asked.user.name},
        link="/unit/people/",
        at=at,
    )
    return asked


@transaction.atomic
def claim(
    *, uscc: str, statement: str, evidence: tuple[str, bytes] | None = None, by: Actor, at: datetime
) -> Membership:
    """Claim to administer a unit that is registered already, for the office to decide.

    For a unit that was imported, or whose administrator has gone. Who administers it or has claimed it changes nothing.
    Side effects in order: the paper; Membership row as administrator, asked for; journal entry; message to who
    administers the unit now.
    Args: statement: post, telephone, and why; evidence: name and bytes of a sealed letter, where there is one.
    Raises: NotAllowed for who is not signed in; RuleViolation("organisation.bad_uscc" |
    "organisation.not_registered" | "organisation.not_approved" | "claim.statement_missing" | "claim.too_long" |
    "file.*").
    Source: requirements B2 (units approve their own people; somebody must be the first).
    """
    person = permissions.require_person(by)
    code = rules.read_uscc(uscc)
    rules.check_claim(statement)
    found = queries.by_uscc(code)
    if found is None:
        raise RuleViolation("organisation.not_registered", uscc=code)
    organisation = locking.standing(found.pk)
    if organisation.approved_at is None:
        raise RuleViolation("organisation.not_approved", name=organisation.name)
    own = organisation.memberships.filter(user_id=person, capacity=UNIT, ended_at__isnull=True).first()
    if own is not None and (own.approved_at is not None or own.claim):
        return own
    own = own or Membership(user_id=person, organisation=organisation, capacity=UNIT)
    own.asked_at, own.claim = at, statement.strip()
    if evidence is not None:
        own.evidence = files.store(name=evidence[0], content=evidence[1], max_bytes=LARGEST_EVIDENCE, by=by, at=at)
    own.save()
    _write("organisations.claim", own, by, at, statement)
    messages.send(
        "organisations.claimed",
        to=queries.people(organisation.pk, UNIT),
        key=f"organisations.claimed:{own.pk}",
        facts={"name": own.user.name, "organisation": organisation.name},
        link="/unit/people/",
        at=at,
    )
    return own


@transaction.atomic
def approve_member(*, membership_id: int, by: Actor, at: datetime) -> Membership:
    """Let a person stand for the unit, for its administrator (the office for recommending officers).

    Who claims a unit may apply for it too, as who enters one.
    Side effects in order: Membership approved; journal entry; message to the person. Twice changes nothing.
    Raises: NotFound; NotAllowed; RuleViolation("organisation.not_approved").
    """
    asked = locking.membership(membership_id)
    permissions.require_decides(by, asked)
    if asked.organisation.approved_at is None:
        raise RuleViolation("organisation.not_approved", name=asked.organisation.name)
    if asked.approved_at is not None:
        return asked
    asked.approved_at, asked.approved_by_id = at, by.user_id
    asked.save(update_fields=["approved_at", "approved_by"])
    if asked.claim:
        _let_apply(asked, by, at)
    _write("organisations.approve_member", asked, by, at)
    messages.send(
        "organisations.membership_approved",
        to=[asked.user_id],
        key=f"organisations.membership_approved:{asked.pk}",
        facts=_facts(asked),
        link="/home/",
        at=at,
    )
    return asked


@transaction.atomic
def refuse_member(*, membership_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Turn a request down with the reason.

    Side effects in order: Membership ended; journal entry; message to the person.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "membership.approved_already").
    """
    asked = locking.membership(membership_id)
    permissions.require_decides(by, asked)
    rules.check_reason(reason)
    if asked.approved_at is not None:
        raise RuleViolation("membership.approved_already")
    _end(asked, at)
    _write("organisations.refuse_member", asked, by, at, reason)
    messages.send(
        "organisations.membership_refused",
        to=[asked.user_id],
        key=f"organisations.membership_refused:{asked.pk}",
        facts=_facts(asked) | {"reason": reason.strip()},
        link="/organisations/join/",
        at=at,
    )


@transaction.atomic
def end_membership(*, membership_id: int, reason: str, by: Actor, at: datetime) -> None:
    """End that a person stands for the unit, at once; drafts stay with the unit. A claim is ended by the office alone.

    Side effects in order: Membership ended, with the person's open invitations to the same; journal entry; message to
    the person.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "membership.last_administrator").
    Source: requirements B3 (disabled people lose access at once).
    """
    standing = locking.membership(membership_id)
    permissions.require_administrator(by, standing.organisation_id)
    if standing.claim and standing.approved_at is None:
        permissions.require_office(by)  # or who is claimed against would decide
    rules.check_reason(reason)
    _check_somebody_stays(standing)
    _end(standing, at)
    _write("organisations.end_membership", standing, by, at, reason)
    messages.send(
        "organisations.membership_ended",
        to=[standing.user_id],
        key=f"organisations.membership_ended:{standing.pk}",
        facts=_facts(standing),
        at=at,
    )


@transaction.atomic
def leave(*, membership_id: int, by: Actor, at: datetime) -> None:
    """Stop standing for a unit oneself; its last administrator hands over first.

    Side effects in order: Membership ended; journal entry.
    Raises: NotFound for somebody else's; RuleViolation("membership.last_administrator").
    """
    own = locking.membership(membership_id)
    if own.user_id != by.user_id:
        raise NotFound
    _check_somebody_stays(own)
    _end(own, at)
    _write("organisations.leave", own, by, at)


@transaction.atomic
def hand_over(*, organisation_id: int, to_user_id: int, by: Actor, at: datetime) -> Membership:
    """Hand the administration of a unit to one of its people and give up one's own.

    Side effects in order: the successor's Membership as administrator, approved; one's own ended; journal entry;
    message to the successor.
    Raises: NotFound for who does not stand for the unit; NotAllowed.
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_administrator(by, organisation_id)
    own = organisation.memberships.filter(user_id=by.user_id or 0, capacity=UNIT, ended_at__isnull=True).first()
    known = organisation.memberships.filter(user_id=to_user_id, approved_at__isnull=False, ended_at__isnull=True)
    if own is None or to_user_id == by.user_id or not known.exists():
        raise NotFound
    successor, _new = Membership.objects.get_or_create(
        user_id=to_user_id, organisation=organisation, capacity=UNIT, ended_at=None, defaults={"asked_at": at}
    )
    successor.approved_at, successor.approved_by_id = successor.approved_at or at, by.user_id
    successor.save(update_fields=["approved_at", "approved_by"])
    _end(own, at)
    _write("organisations.hand_over", successor, by, at)
    messages.send(
        "organisations.membership_approved",
        to=[to_user_id],
        key=f"organisations.membership_approved:{successor.pk}:handed_over",
        facts=_facts(successor),
        link="/home/",
        at=at,
    )
    return successor


def _let_apply(claimed: Membership, by: Actor, at: datetime) -> None:
    applicant, _new = Membership.objects.get_or_create(
        user_id=claimed.user_id,
        organisation_id=claimed.organisation_id,
        capacity=Membership.Capacity.APPLICANT,
        ended_at=None,
        defaults={"asked_at": at},
    )
    applicant.approved_at, applicant.approved_by_id = applicant.approved_at or at, by.user_id
    applicant.save(update_fields=["approved_at", "approved_by"])


def _check_somebody_stays(leaving: Membership) -> None:
    if leaving.capacity == UNIT and leaving.approved_at is not None:
        rules.check_not_last(leaving.user_id, queries.people(leaving.organisation_id, UNIT))


def _end(membership: Membership, at: datetime) -> None:
    """End a membership; the way back by an open invitation, and what a former administrator offered, end with it.

    Invitations of a duplicate that was merged into the unit since are among them.
    """
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    of_unit = Q(organisation=membership.organisation_id) | Q(organisation__merged_into=membership.organisation_id)
    ended = Q(email__iexact=membership.user.email, capacity=membership.capacity)
    if membership.capacity == UNIT:
        ended |= Q(invited_by=membership.user_id)
    waiting = Invitation.objects.filter(of_unit, ended, accepted_at__isnull=True, withdrawn_at__isnull=True)
    waiting.order_by().update(withdrawn_at=at)


def _facts(membership: Membership) -> dict[str, str]:
    organisation: Organisation = membership.organisation
    return {"organisation": organisation.name, "capacity": str(membership.get_capacity_display())}


def _write(act: str, membership: Membership, by: Actor, at: datetime, reason: str = "") -> None:
    journal.write(
        act,
        subject=f"organisation:{membership.organisation_id}",
        reason=reason,
        by=by,
        at=at,
        membership=membership.pk,
        person=membership.user_id,
        capacity=membership.capacity,
    )
