"""Settle a mail that the machine left to a person: an official act, so it is journalled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages


@transaction.atomic
def settle_mail(*, mail_id: int, again: bool, reason: str, by: Actor, at: datetime) -> None:
    """Decide about a mail that was given up or broken off: hand it over anew, or leave it.

    Nobody but a person may risk a second copy: the host may have taken the first one.
    Side effects in order: OutboxMail waiting with a new delivery job, or dropped; journal entry.
    Args: at: real instant.
    Raises: NotAllowed; NotFound; RuleViolation("reason.missing" | "mail.not_in_trouble").
    """
    if by.role not in (Role.SECRETARIAT, Role.OPERATOR):
        raise NotAllowed
    if not reason.strip():
        raise RuleViolation("reason.missing")
    mail = messages.settle(mail_id=mail_id, again=again, at=at)
    journal.write(
        "journey.settle_mail", subject=f"mail:{mail.pk}", reason=reason, by=by, at=at, again=again, fault=mail.fault
    )
