"""A worker is killed in the middle of an act on many cases: another does the rest, and no case twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from tests.faults.mailhost import Host
from tests.faults.test_killed_worker import host, kill_dead, let_another_worker_rescue, wait_until, worker
from zhiping.applications.models import Application
from zhiping.jobs import actions as jobs
from zhiping.journal.models import Entry
from zhiping.journey import actions
from zhiping.messages.models import Message
from zhiping.screening.models import Docket

__all__ = ["host"]
pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)


def test_a_worker_killed_amid_a_run_leaves_the_rest_to_another_which_does_none_twice(host: Host) -> None:
    edition, office = make_edition(), make_officer()
    cases = [make_case(edition, "screening", title=f"成果{n}") for n in range(5)]
    for case in cases:
        Docket.objects.create(application=case, checked_at=datetime.now(UTC))
    jobs.forget("screening.look_at_arrival")  # of which one would wait for the third case too
    run = actions.start_run(act="screening.accept", application_ids=[case.pk for case in cases], by=office, at=AT)

    with worker(host) as process, transaction.atomic():
        # The worker does the first two and waits for the third; there it dies.
        Application.objects.select_for_update().get(pk=cases[2].pk)
        wait_until(lambda: run.cases.filter(tries=1).count() == 3, "the worker has not come to the third case")
        kill_dead(process)
    broken_off = list(run.cases.values_list("state", flat=True))
    let_another_worker_rescue()

    run.refresh_from_db()
    assert broken_off == ["done", "done", "waiting", "waiting", "waiting"]
    assert (list(run.cases.values_list("state", flat=True)), run.ended_at is not None) == (["done"] * 5, True)
    passed = Entry.objects.filter(act="move.pass_screening").values_list("subject", flat=True)
    assert sorted(passed) == sorted(f"application:{case.pk}" for case in cases)
    assert Message.objects.filter(code="journey.run_ended").count() == 1
    connection.close()
