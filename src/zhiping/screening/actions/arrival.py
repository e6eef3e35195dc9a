"""The machine's first look at a case, by itself as soon as it has come to the office."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import SYSTEM
from zhiping.jobs import actions as jobs
from zhiping.programmes import queries as programmes
from zhiping.screening.actions.findings import look, remember
from zhiping.screening.models import Docket, Sentence

A_RUN = 500


def ask_for_look(application: Application) -> None:
    """Have a case that has just come to the check looked at once that is committed."""
    if application.phase == "screening":
        key = f"screening.look_at_arrival:{application.pk}"
        jobs.enqueue("screening.look_at_arrival", key=key, application_id=application.pk)


@transaction.atomic
def look_at_arrival(*, application_id: int) -> bool:
    """Let the machine look at a case that has come to the check, unless it has looked since or the case is elsewhere.

    Side effects in order: as run_machine_check, for the system; at the edition's own instant.
    Returns: whether it looked. Raises: NotFound. Source: requirements E1.
    """
    application = lifecycle.lock(application_id)
    seen = Docket.objects.filter(application=application, checked_at__gte=application.state_since)
    if application.phase != "screening" or seen.exists():
        return False
    look(application, by=SYSTEM, at=programmes.now(application.edition))
    return True


def remember_earlier() -> int:
    """Keep the marks of entered cases that were checked before there were any; some hundreds a run.

    Returns: how many. Source: requirements E2 (over years and programmes).
    """
    known = Sentence.objects.filter(application=OuterRef("pk"))
    entered = Application.objects.exclude(phase__in=("draft", "ended")).filter(~Exists(known), content__isnull=False)
    cases = list(entered.select_related("edition", "content").order_by("pk")[:A_RUN])
    for case in cases:
        with transaction.atomic():
            remember(case)
    return len(cases)
