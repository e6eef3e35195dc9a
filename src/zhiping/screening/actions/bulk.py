"""Acts of the formal check on many cases of one edition: each case by itself, one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from zhiping.core import bulk
from zhiping.core.bulk import Outcome
from zhiping.core.permissions.actor import Actor
from zhiping.screening import queries, rules
from zhiping.screening.actions.checks import pass_check
from zhiping.screening.actions.findings import begin, run_machine_check
from zhiping.screening.actions.supplements import remind
from zhiping.screening.rules import BulkAct


def check_all(*, application_ids: Collection[int], by: Actor, at: datetime) -> Outcome:
    """Let the machine check these cases."""
    return bulk.each(application_ids, lambda pk: run_machine_check(application_id=pk, by=by, at=at))


def pass_all(
    *, application_ids: Collection[int], read: Mapping[int, str] | None = None, by: Actor, at: datetime
) -> Outcome:
    """Pass these cases on to review, those that the machine has looked at and nothing stands against.

    Args: read: each case as it was listed, as `pass_check` has it.
    """
    listed = read or {}
    return bulk.each(application_ids, lambda pk: pass_unread(application_id=pk, read=listed.get(pk), by=by, at=at))


def remind_all(*, application_ids: Collection[int], by: Actor, at: datetime) -> Outcome:
    """Remind the applicants of supplements that they still owe."""
    return bulk.each(application_ids, lambda pk: remind(application_id=pk, by=by, at=at))


@transaction.atomic
def pass_unread(*, application_id: int, read: str | None = None, by: Actor, at: datetime) -> None:
    """Pass a case at which nobody may have looked one by one: the machine must have, and found nothing at all.

    Side effects: those of `pass_check`. Args: read: as `pass_check` has it.
    Raises: NotFound; NotAllowed; RuleViolation("screening.findings_unread" | "screening.unchecked" | those of
    `pass_check`).
    """
    application = begin(application_id, by)
    hindered = rules.hindrance(BulkAct.ACCEPT, queries.standings([application.pk], at)[application.pk], at)
    if hindered is not None:
        raise hindered
    pass_check(application_id=application_id, read=read, by=by, at=at)
