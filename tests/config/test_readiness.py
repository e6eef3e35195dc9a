"""/readyz names what is missing, in both languages, and only the database is essential."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import RequestFactory

from tests.integrations.test_eseal import PEM, Authority
from zhiping.config import health, readiness

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("silence", "wait", "ok"),
    [
        (None, 0 * SECOND, False),
        (5 * SECOND, 0 * SECOND, True),
        (60 * SECOND, 0 * SECOND, True),
        (61 * SECOND, 0 * SECOND, False),
        (5 * SECOND, 300 * SECOND, True),
        (5 * SECOND, 301 * SECOND, False),
    ],
)
def test_the_queue_is_judged_by_silence_and_waiting(silence: timedelta | None, wait: timedelta, ok: bool) -> None:
    assert readiness.check_queue(silence, wait).ok is ok


def test_a_missing_worker_says_that_jobs_are_kept() -> None:
    check = readiness.check_queue(None, 0 * SECOND)

    assert check.en == "No worker is running: start zhiping worker; jobs are kept until then"


def test_a_disk_with_room_is_content_and_left_as_it_was(tmp_path: Path) -> None:
    assert readiness.check_disk(tmp_path, 1).ok is True
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_enough_room_is_named(tmp_path: Path) -> None:
    check = readiness.check_disk(tmp_path, 10**18)

    assert (check.name, check.ok) == ("disk", False)
    assert check.en.startswith("The disk is almost full: ")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert readiness.check_disk(tmp_path / "file" / "below", 1).ok is False


def test_a_mail_host_that_listens_is_content(tmp_path: Path) -> None:
    with socket.socket() as host:
        host.bind(("127.0.0.1", 0))
        host.listen()

        assert readiness.check_mail("127.0.0.1", host.getsockname()[1], to_files=tmp_path).ok is True


def test_a_mail_host_that_is_silent_is_named_and_mail_waits(tmp_path: Path) -> None:
    check = readiness.check_mail("127.0.0.1", 1, to_files=tmp_path)

    assert check.ok is False
    assert check.en == (
        "The mail host 127.0.0.1:1 does not answer ([Errno 111] Connection refused); mail waits in the outbox"
    )


def test_no_mail_host_is_content_in_a_demo_only(tmp_path: Path, settings: object) -> None:
    verdicts = []
    for demo in (True, False):
        settings.DEMO = demo  # type: ignore[attr-defined]
        verdicts.append(readiness.check_mail("", 25, to_files=tmp_path).ok)

    assert verdicts == [True, False]


def test_a_missing_face_is_named() -> None:
    check = readiness.check_fonts({"Zhiping Song": True, "Zhiping Hei": False})

    assert (check.ok, "Zhiping Hei" in check.zh, "Zhiping Song" in check.zh) == (False, True, False)


def test_the_shipped_fonts_are_there() -> None:
    assert readiness.look_at_fonts().ok is True


def test_healthz_asks_nobody() -> None:
    answer = health.healthz(RequestFactory().get("/healthz"))

    assert (answer.status_code, answer.content) == (200, b'{"status": "ok"}')


@pytest.mark.django_db
def test_readyz_names_the_missing_worker_and_still_answers_200() -> None:
    answer = health.readyz(RequestFactory().get("/readyz"))

    assert answer.status_code == 200
    assert '"status": "degraded"' in answer.content.decode()
    assert "没有后台任务进程在运行" in answer.content.decode()


@pytest.mark.django_db
def test_readyz_for_monitoring_answers_503_for_anything_missing() -> None:
    assert health.readyz(RequestFactory().get("/readyz?strict=1")).status_code == 503


@pytest.mark.django_db
def test_readyz_answers_503_when_the_database_does_not() -> None:
    def refuse(*arguments: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        answer = health.readyz(RequestFactory().get("/readyz"))

    assert answer.status_code == 503
    assert '"status": "failed"' in answer.content.decode()
    assert '"queue"' not in answer.content.decode()


def test_the_roots_of_electronic_seals_are_read_and_their_years_looked_at(tmp_path: Path) -> None:
    at = datetime(2022, 4, 25, 2, tzinfo=UTC)
    authority, years = Authority(), timedelta(days=900)

    unused, empty = readiness.check_seal_roots(None, at), readiness.check_seal_roots(tmp_path, at)
    (tmp_path / "root.pem").write_bytes(authority.certificate.public_bytes(PEM))
    judged = [readiness.check_seal_roots(tmp_path, then) for then in (at, at + years, at - years)]
    (tmp_path / "spoilt.der").write_bytes(b"no certificate")
    spoilt = readiness.check_seal_roots(tmp_path, at)

    assert [check.ok for check in (unused, empty, *judged, spoilt)] == [True, False, True, False, False, False]
    assert "城市电子印章中心" in judged[1].zh
    assert "cannot be read" in spoilt.en
