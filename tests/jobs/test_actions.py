"""The queue takes work with the transaction, once per key."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from zhiping.jobs import actions

pytestmark = pytest.mark.django_db


def test_a_job_of_a_rolled_back_transaction_never_existed() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.enqueue("messages.deliver", mail_id=1)
        raise RuntimeError

    assert ProcrastinateJob.objects.count() == 0


def test_while_a_job_waits_its_key_adds_no_second_one_and_the_transaction_lives_on() -> None:
    with transaction.atomic():
        added = [actions.enqueue("messages.deliver", key="mail:1", mail_id=1) for _ in range(2)]
        other = actions.enqueue("messages.deliver", key="mail:2", mail_id=2)

    assert (added, other) == ([True, False], True)
    assert ProcrastinateJob.objects.count() == 2


def test_a_job_may_be_put_off() -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)

    actions.enqueue("messages.deliver", not_before=later, mail_id=1)

    assert ProcrastinateJob.objects.get().scheduled_at == later


def test_a_task_that_nobody_registered_is_refused() -> None:
    with pytest.raises(TaskNotFound):
        actions.enqueue("messages.no_such_task")
