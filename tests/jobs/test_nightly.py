"""What the packages below the queue want done at night, under the name of today and of yesterday."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from zhiping.accounts import actions as accounts
from zhiping.accounts.models import BrowserSession, Count
from zhiping.core.rates import rates
from zhiping.jobs import actions

NOW, EARLIER = "accounts.forget_expired", "accounts.forget_sessions"


def _expired() -> None:
    ago = timezone.now() - timedelta(days=1)
    BrowserSession.objects.create(session_key="over", session_data="", expire_date=ago)
    accounts.count("searches", who="10.0.0.1", rates=rates("1/m"), at=ago)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [NOW, EARLIER])
def test_sessions_and_counts_that_have_run_out_are_forgotten_by_a_job_queued_under_either_name(name: str) -> None:
    _expired()
    actions.enqueue(name, key=name)

    app.tasks[ProcrastinateJob.objects.get().task_name]()  # as a worker looks a job's task up

    assert (BrowserSession.objects.exists(), Count.objects.exists()) == (False, False)


def test_the_clock_asks_for_it_once_a_night() -> None:
    asked = [one.task.name for one in app.periodic_registry.periodic_tasks.values()]

    assert [name for name in asked if name.startswith("accounts.")] == [NOW]
