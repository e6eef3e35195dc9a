"""A message is sent once, with the act or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.people import make_user
from zhiping.messages import actions
from zhiping.messages.models import Message, OutboxMail

pytestmark = pytest.mark.django_db

AT = datetime(2022, 5, 6, 2, 0, tzinfo=UTC)
PASSED = {"title": "提高一次合格率", "edition": "2022年QC小组活动"}


def send(*to: int, key: str = "screening.passed:12") -> None:
    actions.send("screening.passed", to=to, key=key, facts=PASSED, link="/cases/12/", at=AT)


def test_each_person_gets_one_message_one_mail_and_one_delivery_job() -> None:
    one, two = make_user(), make_user()

    send(one.pk, two.pk, one.pk)

    assert [(m.key, m.to, m.subject, m.link, m.created_at) for m in Message.objects.order_by("id")] == [
        (f"screening.passed:12:{one.pk}", one, "形式审查通过：提高一次合格率", "/cases/12/", AT),
        (f"screening.passed:12:{two.pk}", two, "形式审查通过：提高一次合格率", "/cases/12/", AT),
    ]
    mails = OutboxMail.objects.order_by("id")
    assert [(m.address, m.state) for m in mails] == [(one.email, "waiting"), (two.email, "waiting")]
    jobs = ProcrastinateJob.objects.order_by("id").values_list("task_name", "args")
    assert list(jobs) == [("messages.deliver", {"mail_id": mail.pk}) for mail in mails]


def test_sending_again_under_the_same_key_adds_nothing() -> None:
    person = make_user()

    send(person.pk)
    send(person.pk)

    counts = (Message.objects.count(), OutboxMail.objects.count(), ProcrastinateJob.objects.count())
    assert counts == (1, 1, 1)


@pytest.mark.parametrize("later", [1, 6])
def test_later_readers_under_the_same_key_are_told_too(later: int) -> None:
    readers = [make_user() for _person in range(1 + later)]

    send(readers[0].pk)
    send(*(reader.pk for reader in readers))

    assert [m.to for m in Message.objects.order_by("id")] == readers


def test_an_act_that_is_rolled_back_has_told_nobody() -> None:
    person = make_user()

    with pytest.raises(RuntimeError), transaction.atomic():
        send(person.pk)
        raise RuntimeError

    counts = (Message.objects.count(), OutboxMail.objects.count(), ProcrastinateJob.objects.count())
    assert counts == (0, 0, 0)


def test_who_has_no_address_reads_it_in_the_site() -> None:
    person = make_user()
    person.email = ""
    person.save()

    send(person.pk)

    assert (Message.objects.count(), OutboxMail.objects.count()) == (1, 0)


def test_a_disabled_person_gets_no_mail() -> None:
    person = make_user(is_active=False)

    send(person.pk)

    assert OutboxMail.objects.count() == 0


def test_a_message_is_written_in_the_readers_language() -> None:
    person = make_user(language="en")

    send(person.pk)

    assert Message.objects.get().subject == "Formal check passed: 提高一次合格率"


def test_a_wrong_fact_is_a_fault_of_the_caller_and_nothing_is_sent() -> None:
    with pytest.raises(ValueError, match="facts missing"):
        actions.send("screening.passed", to=[make_user().pk], key="k", facts={"title": "甲"}, at=AT)

    assert Message.objects.count() == 0
