"""A mail leaves once: real mail hosts that take, refuse, delay and break off."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message as Received

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.people import make_user
from tests.faults import mailhost
from tests.faults.mailhost import Host
from zhiping.messages import actions, queries
from zhiping.messages.models import OutboxMail
from zhiping.messages.rules.delivery import wait_after

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def host(settings: LazySettings) -> Iterator[Host]:
    with mailhost.running() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.BASE_URL = "https://zp.example.org/"
        yield found


def make_mail(**person: object) -> OutboxMail:
    """Return a waiting mail whose job a worker has just taken from the queue."""
    user = make_user(**person)  # type: ignore[arg-type]
    facts = {"title": "提高差压变送器一次校验合格率", "edition": "2022年QC小组活动"}
    actions.send("screening.passed", to=[user.pk], key="screening.passed:12", facts=facts, link="/cases/12/", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return OutboxMail.objects.get(message__to=user)


def state(mail: OutboxMail) -> tuple[str, int]:
    mail.refresh_from_db()
    return mail.state, mail.attempts


def text(mail: Received) -> str:
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@pytest.mark.django_db
def test_a_mail_reaches_the_host_in_chinese_with_link_and_a_stable_id(host: Host) -> None:
    mail = make_mail()

    actions.deliver(mail_id=mail.pk, at=AT)

    (taken,) = host.taken
    assert str(make_header(decode_header(taken["Subject"]))) == "形式审查通过：提高差压变送器一次校验合格率"
    assert taken["To"] == mail.address
    assert taken["Message-ID"] == f"<zhiping-{mail.pk}@zp.example.org>"
    assert "已通过形式审查，进入评审。\n\nhttps://zp.example.org/cases/12/\n" in text(taken).replace("\r\n", "\n")
    assert state(mail) == ("sent", 1)
    assert mail.sent_at == AT


@pytest.mark.django_db
def test_an_english_reader_gets_an_english_mail(host: Host) -> None:
    mail = make_mail(language="en")

    actions.deliver(mail_id=mail.pk, at=AT)

    assert "has passed the formal check" in text(host.taken[0])
    assert "please do not reply" in text(host.taken[0])


@pytest.mark.django_db
def test_a_mail_that_was_sent_is_never_sent_again(host: Host) -> None:
    mail = make_mail()

    for _ in range(3):
        actions.deliver(mail_id=mail.pk, at=AT)
    actions.sweep()

    assert len(host.taken) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "answer"), [("RCPT", "451 try later"), ("DATA", "452 no space")])
def test_a_refusal_for_now_is_tried_again_later(host: Host, command: str, answer: str) -> None:
    mail = make_mail()
    host.answers[command] = answer

    actions.deliver(mail_id=mail.pk, at=AT)

    assert state(mail) == ("waiting", 1)
    assert answer[:3] in mail.fault
    later = ProcrastinateJob.objects.filter(scheduled_at__isnull=False).get()
    assert (later.args, later.scheduled_at) == ({"mail_id": mail.pk}, AT + timedelta(minutes=1))
    host.answers.clear()
    actions.deliver(mail_id=mail.pk, at=AT + timedelta(minutes=1))
    assert (state(mail), len(host.taken), mail.fault) == (("sent", 2), 1, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "answer"), [("RCPT", "550 no such person"), ("DATA", "554 rejected")])
def test_a_refusal_for_good_is_not_tried_again_but_shown_to_the_office(host: Host, command: str, answer: str) -> None:
    mail = make_mail()
    host.answers[command] = answer

    actions.deliver(mail_id=mail.pk, at=AT)

    assert state(mail) == ("failed", 1)
    assert list(queries.mails_in_trouble(AT)) == [mail]
    assert queries.waiting_mail_ids() == []


@pytest.mark.django_db
def test_a_host_that_is_down_is_tried_again(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = make_mail()

    actions.deliver(mail_id=mail.pk, at=AT)

    assert state(mail) == ("waiting", 1)
    assert "ConnectionRefusedError" in mail.fault


@pytest.mark.django_db
def test_after_a_day_of_refusals_the_mail_is_given_up(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail, now, tries = make_mail(), AT, 0

    while state(mail)[0] == "waiting":
        actions.deliver(mail_id=mail.pk, at=now)
        tries += 1
        now += wait_after(tries) or timedelta()

    assert (state(mail), tries) == (("failed", 11), 11)
    assert timedelta(hours=20) < now - AT < timedelta(hours=26)


@pytest.mark.django_db
def test_a_host_that_breaks_off_while_taking_leaves_the_mail_claimed_for_a_person_to_judge(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = make_mail()
    host.answers["DATA"] = "221 bye"
    monkeypatch.setattr("smtplib.SMTP.getreply", _breaking_off_after_data())

    actions.deliver(mail_id=mail.pk, at=AT)
    actions.deliver(mail_id=mail.pk, at=AT)
    actions.sweep()

    assert state(mail) == ("claimed", 1)
    assert "SMTPServerDisconnected" in mail.fault
    assert list(queries.mails_in_trouble(AT)) == []
    assert list(queries.mails_in_trouble(AT + timedelta(minutes=11))) == [mail]


def _breaking_off_after_data() -> Callable[..., tuple[int, bytes]]:
    """Return a getreply that loses the connection when the host answers the mail's last line."""
    import smtplib  # noqa: PLC0415 -- the original is kept before it is replaced

    original = smtplib.SMTP.getreply

    def getreply(client: smtplib.SMTP) -> tuple[int, bytes]:
        code, said = original(client)
        if code == 221 and said == b"bye":
            client.close()
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return code, said

    return getreply


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(host: Host) -> None:
    mail = make_mail()
    both = threading.Barrier(8)

    def work() -> None:
        both.wait()
        actions.deliver(mail_id=mail.pk, at=AT)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(host.taken), state(mail)) == (1, ("sent", 1))


@pytest.mark.django_db(transaction=True)
def test_the_claim_is_committed_before_the_host_hears_of_the_mail(host: Host) -> None:
    mail, seen = make_mail(), []

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM zhiping_messages_outboxmail WHERE id = %s", [mail.pk])
            seen.append(cursor.fetchone()[0])
        connections.close_all()

    host.on_taking = look
    actions.deliver(mail_id=mail.pk, at=AT)

    assert seen == ["claimed"]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_gives_a_mail_that_lost_its_job_a_new_one_and_no_second() -> None:
    mail = make_mail()

    actions.sweep()
    actions.sweep()

    assert [j.args for j in ProcrastinateJob.objects.all()] == [{"mail_id": mail.pk}]
