"""Grant and end offices: official acts, so they are journalled and the person is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.accounts import actions as accounts
from zhiping.accounts import rules
from zhiping.accounts.models import OfficeRole
from zhiping.core.errors import NotAllowed
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import actions as organisations

MAY_GRANT = frozenset(Role(office) for office in rules.GRANTORS)


@transaction.atomic
def grant_office(*, user_id: int, office: str, body: str = "", reason: str = "", by: Actor, at: datetime) -> OfficeRole:
    """Give a person an office at the association or a guiding unit.

    Side effects in order: OfficeRole row; journal entry; message to the person.
    Raises: NotAllowed; NotFound; RuleViolation("office.unknown" | "office.body_missing" | "office.held_already"
    | "office.to_oneself").
    Source: requirements B1, B3.
    """
    _require_grantor(by)
    rules.check_not_oneself(user_id, by.user_id)
    role = accounts.add_office(user_id=user_id, office=office, body=body.strip(), by=by, at=at)
    _record("journey.grant_office", role, reason, by, at)
    messages.send(
        "accounts.office_granted",
        to=[user_id],
        key=f"accounts.office_granted:{role.pk}",
        facts={"office": _name(role)},
        at=at,
    )
    return role


@transaction.atomic
def end_office(*, office_id: int, reason: str = "", by: Actor, at: datetime) -> OfficeRole:
    """End an office; its rights end with the next page the person opens.

    Side effects in order: OfficeRole ended; invitations ended that the person sent for the office; journal entry;
    message to the person.
    Raises: NotAllowed; NotFound; RuleViolation("office.last_one").
    """
    _require_grantor(by)
    role = accounts.close_office(office_id=office_id, by=by, at=at)
    if role.office == Role.SECRETARIAT:
        organisations.end_offers(user_id=role.user_id, by=by, at=at)
    _record("journey.end_office", role, reason, by, at)
    messages.send(
        "accounts.office_ended",
        to=[role.user_id],
        key=f"accounts.office_ended:{role.pk}",
        facts={"office": _name(role)},
        at=at,
    )
    return role


def _require_grantor(by: Actor) -> None:
    if by.role not in MAY_GRANT:
        raise NotAllowed


def _name(role: OfficeRole) -> str:
    return role.body or str(role.get_office_display())


def _record(act: str, role: OfficeRole, reason: str, by: Actor, at: datetime) -> None:
    journal.write(act, subject=f"user:{role.user_id}", reason=reason, by=by, at=at, office=role.office, body=role.body)
