"""Acts of the formal check on many cases of one edition: each case by itself, one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Collection
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
    """Let the machine check these cases. Raises: RuleViolation("bulk.too_many")."""
    return _each(BulkAct.CHECK, application_ids, lambda pk: run_machine_check(application_id=pk, by=by, at=at))


def pass_all(*, application_ids: Collection[int], by: Actor, at: datetime) -> Outcome:
    """Pass these cases on to review, those that the machine has looked at and nothing stands against.

    Raises: RuleViolation("bulk.too_many").
    """
    return _each(BulkAct.ACCEPT, application_ids, lambda pk: _pass(pk, by, at))


def remind_all(*, application_ids: Collection[int], by: Actor, at: datetime) -> Outcome:
    """Remind the applicants of supplements that they still owe. Raises: RuleViolation("bulk.too_many")."""
    return _each(BulkAct.REMIND, application_ids, lambda pk: remind(application_id=pk, by=by, at=at))


def _each(act: BulkAct, application_ids: Collection[int], do: Callable[[int], object]) -> Outcome:
    """Do an act case by case, each in a transaction of its own: what is done stays done."""
    rules.check_size(act, len(application_ids))
    return bulk.each(application_ids, do)


@transaction.atomic
def _pass(application_id: int, by: Actor, at: datetime) -> None:
    """Pass a case at which nobody may have looked one by one: the machine must have, and found nothing at all.

    Raises: RuleViolation("screening.findings_unread" | "screening.unchecked").
    """
    application = begin(application_id, by)
    hindered = rules.hindrance(BulkAct.ACCEPT, queries.standings([application.pk], at)[application.pk], at)
    if hindered is not None:
        raise hindered
    pass_check(application_id=application_id, by=by, at=at)
