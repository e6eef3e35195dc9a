"""What a bulk act would do: the same facts and rules as the acts, for many cases with a few queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhiping.accounts import queries as accounts
from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.messages import queries as messages
from zhiping.screening import rules
from zhiping.screening.models import Docket, Finding, Result
from zhiping.screening.rules import BulkAct, Standing

REMINDER = "screening.supplement_reminder"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the office to whom cases can be given. open: how many are with that person now."""

    user: User
    open: int


def colleagues() -> list[Colleague]:
    """Return everybody of the secretariat with the number of cases at the check that are theirs; one query."""
    theirs = Docket.objects.filter(officer=OuterRef("user"), application__phase__in=rules.AT_THE_CHECK).order_by()
    counted = theirs.values("officer").annotate(n=Count("pk")).values("n")
    staff = accounts.offices().filter(office=Role.SECRETARIAT.value).annotate(n=Coalesce(Subquery(counted), 0))
    return [Colleague(user, n) for user, n in {role.user: role.n for role in staff}.items()]


def reminder_key(application_id: int, at: datetime) -> str:
    """Return what makes a reminder by hand the only one of its case on its day."""
    return f"{REMINDER}:{application_id}:{timezone.localtime(at):%Y-%m-%d}"


def looked_at(application: Application) -> bool:
    """Tell whether the machine has looked at the case since it came to the check, or came back."""
    return Docket.objects.filter(application=application, checked_at__gte=application.state_since).exists()


def standings(application_ids: Collection[int], at: datetime) -> dict[int, Standing]:
    """Return what bulk acts must know of these cases; two queries, however many there are."""
    results = Result.objects.filter(application=OuterRef("pk"))
    refused = results.filter(verdict=Result.Verdict.FAILED, confirmed_at__isnull=True, set_aside_at__isnull=True)
    open_states = (Finding.State.OPEN, Finding.State.ASKED, Finding.State.ANSWERED)
    rows = list(
        Application.objects.filter(pk__in=application_ids)
        .annotate(
            standing=Count("findings", Q(findings__state__in=open_states)),
            due_at=Min("findings__due_at", filter=Q(findings__state=Finding.State.ASKED)),
            refused=Exists(refused),
            looked_at=Q(docket__checked_at__gte=F("state_since")),
        )
        .values_list(
            "pk", "phase", "docket__officer__name", "standing", "refused", "looked_at", "due_at", "created_by_id"
        )
    )
    keys = {pk: f"{reminder_key(pk, at)}:{author}" for pk, *_rest, author in rows}
    told = messages.keys_told(set(keys.values()))
    return {
        pk: Standing(
            phase=phase,
            officer=officer or "",
            standing=standing,
            refused=is_refused,
            looked_at=bool(looked_at),
            due_at=due_at,
            reminded=keys[pk] in told,
        )
        for pk, phase, officer, standing, is_refused, looked_at, due_at, _author in rows
    }


def hindrances(act: BulkAct, application_ids: Collection[int], at: datetime) -> dict[int, RuleViolation]:
    """Return, for each of these cases that a bulk act would pass by, why: the dry run."""
    found = standings(application_ids, at).items()
    return {pk: hindered for pk, case in found if (hindered := rules.hindrance(act, case, at)) is not None}
