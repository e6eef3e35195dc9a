"""How far the workers are behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from zhiping.jobs import actions, rules
from zhiping.jobs.queries import Lag, worker_lag

pytestmark = pytest.mark.django_db

AT = datetime(2030, 1, 1, tzinfo=UTC)


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_idle_queue_without_worker_has_no_lag_but_silence() -> None:
    assert worker_lag(AT) == Lag(silence=None, oldest_wait=timedelta(), set_aside=0)


def test_the_lag_is_that_of_the_job_due_longest() -> None:
    actions.enqueue("messages.deliver", mail_id=1)
    actions.enqueue("messages.deliver", not_before=AT - timedelta(minutes=7), mail_id=2)
    actions.enqueue("messages.deliver", not_before=AT + timedelta(minutes=7), mail_id=3)
    run("UPDATE procrastinate_events SET at = %s", AT - timedelta(minutes=3))
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", AT - timedelta(seconds=12))

    assert worker_lag(AT) == Lag(timedelta(seconds=12), timedelta(minutes=7), 0)


def test_jobs_set_aside_are_counted() -> None:
    actions.enqueue("messages.deliver", mail_id=1)
    run("UPDATE procrastinate_jobs SET status = 'failed'")

    assert worker_lag(AT) == Lag(None, timedelta(), 1)


@pytest.mark.parametrize(("attempts", "again"), [(0, True), (4, True), (5, False), (9, False)])
def test_a_job_runs_again_only_so_often(attempts: int, again: bool) -> None:
    assert rules.may_run_again(attempts) is again
