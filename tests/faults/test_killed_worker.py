"""A worker is killed in the middle of its work: no job is lost, no mail leaves twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.people import make_user
from tests.faults import mailhost
from tests.faults.mailhost import Host
from zhiping.jobs import actions as jobs
from zhiping.messages import actions as messages
from zhiping.messages import queries
from zhiping.messages.models import OutboxMail

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PATIENCE = 60.0


@pytest.fixture
def host(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    # The threads of a worker in this process keep no connection to the test database.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    # Nor does one of them sweep by the clock, should the minute come just now: it would send what is set aside.
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    with mailhost.running() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


def database_url() -> str:
    """Return the address of the test database, for another process."""
    told = connection.settings_dict
    password = f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{told['USER']}{password}@{quote(told['HOST'], safe='')}{port}/{told['NAME']}"


@contextmanager
def worker(host: Host) -> Iterator[subprocess.Popen[bytes]]:
    """Run `zhiping worker` as a process of its own on the test database and the test mail host."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "ZHIPING_MAIL_HOST": "127.0.0.1",
        "ZHIPING_MAIL_PORT": str(host.port),
    }
    process = subprocess.Popen([sys.executable, "-m", "zhiping.config", "worker", "--concurrency=1"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill_dead(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(what: Callable[[], bool], said: str) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, said
        time.sleep(0.05)


def make_mail() -> OutboxMail:
    facts = {"title": "提高一次合格率", "edition": "2022年QC小组活动"}
    messages.send("screening.passed", to=[make_user().pk], key="screening.passed:1", facts=facts, at=AT)
    return OutboxMail.objects.get()


def job_of(mail: OutboxMail) -> ProcrastinateJob:
    """Return the mail's first job; a sweep may have added another in the meantime."""
    return ProcrastinateJob.objects.filter(task_name="messages.deliver", args={"mail_id": mail.pk}).earliest("pk")


def work_until_idle() -> None:
    """Run a living worker in a thread of its own: a browser of another test holds this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(jobs.run_worker, concurrency=1, until_idle=True).result()


def let_another_worker_rescue() -> None:
    """Let the dead worker's silence grow old, and run a living one with its rescuer until nothing is left."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    jobs.enqueue("jobs.rescue", key="jobs.rescue", timestamp=0)
    work_until_idle()


def test_a_worker_killed_before_the_claim_loses_nothing_another_sends_the_mail(host: Host) -> None:
    mail = make_mail()

    with transaction.atomic():
        OutboxMail.objects.select_for_update().get(pk=mail.pk)
        with worker(host) as process:  # takes the job and waits for this row; there it dies
            wait_until(lambda: job_of(mail).status == "doing", "the worker has not taken the job")
            kill_dead(process)
    assert (job_of(mail).status, host.taken) == ("doing", [])
    let_another_worker_rescue()

    mail.refresh_from_db()
    left = ProcrastinateJob.objects.filter(task_name="messages.deliver", status__in=["todo", "doing", "failed"])
    assert not left.exists()
    assert (mail.state, mail.attempts, len(host.taken)) == ("sent", 1, 1)


def test_a_worker_killed_while_the_host_takes_the_mail_does_not_send_it_twice(host: Host) -> None:
    mail, arrived, go_on = make_mail(), threading.Event(), threading.Event()

    def dawdle() -> None:
        arrived.set()
        go_on.wait(PATIENCE)

    host.on_taking = dawdle
    with worker(host) as process:
        assert arrived.wait(PATIENCE), "the mail has not reached the host"
        kill_dead(process)
    go_on.set()
    let_another_worker_rescue()
    messages.sweep()
    work_until_idle()

    mail.refresh_from_db()
    assert len(host.taken) == 1
    assert (mail.state, mail.attempts) == ("claimed", 1)
    assert mail.claimed_at is not None
    assert list(queries.mails_in_trouble(mail.claimed_at + queries.BROKEN_OFF_AFTER)) == []
    assert list(queries.mails_in_trouble(datetime(2100, 1, 1, tzinfo=UTC))) == [mail]


def test_a_job_that_kills_every_worker_is_set_aside(host: Host) -> None:
    mail = make_mail()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 5")

    let_another_worker_rescue()

    assert (job_of(mail).status, host.taken) == ("failed", [])


def test_a_rescued_job_whose_work_waits_already_gives_way(host: Host) -> None:
    mail = make_mail()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.enqueue("jobs.rescue", key="jobs.rescue", timestamp=0)
    jobs.enqueue("messages.deliver", key=f"mail:{mail.pk}", mail_id=mail.pk)

    let_another_worker_rescue()

    found = ProcrastinateJob.objects.filter(task_name="messages.deliver").order_by("id")
    assert [job.status for job in found][:2] == ["aborted", "succeeded"]
    assert len(host.taken) == 1


def test_a_worker_that_is_told_to_end_ends_and_reports_while_it_lives(host: Host) -> None:
    make_mail()
    with worker(host) as process:
        wait_until(lambda: len(host.taken) == 1, "the worker has done nothing")  # it listens to signals before it works
        assert _workers() == 1
        process.terminate()

        assert process.wait(20) == 0
    assert _workers() == 0


def _workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        return int(cursor.fetchone()[0])
