"""Put units on the register: anybody enters one, the office approves it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import permissions, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Membership, Organisation

CAPACITIES = (Membership.Capacity.UNIT, Membership.Capacity.APPLICANT)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the register knows of a unit besides code and name; conditions of applying ask about it."""

    nature: str = ""
    ownership: str = ""
    industry: str = ""
    size: str = ""
    district: str = ""
    region: str = "shanghai"
    founded_on: date | None = None
    is_specialised: bool = False
    is_association_member: bool = False


@transaction.atomic
def register(*, uscc: str, name: str, profile: Profile, by: Actor, at: datetime) -> Organisation:
    """Enter a unit on the register, for the person who will administer it; the office approves both together.

    Side effects in order: Organisation row (an entry refused before is taken up again); Membership rows as
    administrator and applicant, asked for; journal entry.
    Raises: NotAllowed for who is not signed in; RuleViolation("organisation.bad_uscc" | "name.missing" |
    "name.too_long" | "organisation.registered_already").
    Source: requirements B2.
    """
    person = permissions.require_person(by)
    code, name = rules.read_uscc(uscc), rules.read_name(name)
    organisation = Organisation.objects.select_for_update(no_key=True).filter(uscc=code).first()
    if organisation is not None and _stands(organisation):
        raise RuleViolation("organisation.registered_already", name=organisation.name, uscc=code)
    organisation = organisation or Organisation(uscc=code)
    organisation.name, organisation.registered_at = name, at
    for field, value in asdict(profile).items():
        setattr(organisation, field, value)
    organisation.save()
    for capacity in CAPACITIES:
        Membership.objects.create(user_id=person, organisation=organisation, capacity=capacity, asked_at=at)
    journal.write(
        "organisations.register", subject=f"organisation:{organisation.pk}", by=by, at=at, uscc=code, name=name
    )
    return organisation


def _stands(organisation: Organisation) -> bool:
    """Tell whether the entry is approved or waits for approval; a refused one is neither."""
    decided = organisation.approved_at is not None or organisation.merged_into_id is not None
    return decided or organisation.memberships.filter(ended_at__isnull=True).exists()


@transaction.atomic
def approve(*, organisation_id: int, by: Actor, at: datetime) -> Organisation:
    """Approve a unit's entry and its first administrator, for the office.

    Side effects in order: Organisation.approved_at; the entry's Membership rows approved; journal entry; message to
    the administrator. Approving twice changes nothing.
    Raises: NotFound; NotAllowed.
    Source: requirements B2.
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_office(by)
    if organisation.approved_at is not None:
        return organisation
    organisation.approved_at = at
    organisation.save(update_fields=["approved_at"])
    asked = organisation.memberships.filter(approved_at__isnull=True, ended_at__isnull=True, capacity__in=CAPACITIES)
    first = asked.filter(capacity=Membership.Capacity.UNIT).order_by("asked_at", "pk").first()
    if first is not None:
        asked.filter(user_id=first.user_id).update(approved_at=at, approved_by_id=by.user_id)
        messages.send(
            "organisations.approved",
            to=[first.user_id],
            key=f"organisations.approved:{organisation.pk}:{first.pk}",
            facts={"organisation": organisation.name},
            link="/home/",
            at=at,
        )
    journal.write("organisations.approve", subject=f"organisation:{organisation.pk}", by=by, at=at)
    return organisation


@transaction.atomic
def refuse(*, organisation_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Refuse a unit's entry with the reason; the same code may be entered again.

    Side effects in order: the entry's Membership rows ended; journal entry; message to who entered it.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "organisation.approved_already").
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_office(by)
    rules.check_reason(reason)
    if organisation.approved_at is not None:
        raise RuleViolation("organisation.approved_already", name=organisation.name)
    asked = organisation.memberships.filter(ended_at__isnull=True)
    people = set(asked.values_list("user_id", flat=True))
    asked.update(ended_at=at)
    journal.write("organisations.refuse", subject=f"organisation:{organisation.pk}", reason=reason, by=by, at=at)
    messages.send(
        "organisations.refused",
        to=people,
        key=f"organisations.refused:{organisation.pk}:{at.timestamp():.0f}",
        facts={"organisation": organisation.name, "reason": reason.strip()},
        link="/organisations/register/",
        at=at,
    )


@transaction.atomic
def correct(*, organisation_id: int, profile: Profile, reason: str, by: Actor, at: datetime) -> Organisation:
    """Correct what the register knows of a unit, for the office; it opens or shuts ways of applying.

    Side effects in order: Organisation row; journal entry with what was and what is.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing").
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_office(by)
    rules.check_reason(reason)
    changed = {k: v for k, v in asdict(profile).items() if getattr(organisation, k) != v}
    before = {field: getattr(organisation, field) for field in changed}
    for field, value in changed.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=list(changed))
    subject = f"organisation:{organisation.pk}"
    journal.write("organisations.correct", subject=subject, reason=reason, by=by, at=at, before=before, after=changed)
    return organisation
