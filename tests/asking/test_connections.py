"""Connections that stay open between requests: what is gone is noticed, what is there is not asked about."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from zhiping.asking.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _as_in_service() -> Iterator[None]:
    """Keep the connection between requests, as the settings of a site do."""
    connection.ensure_connection()
    connection.health_check_enabled = True
    yield
    connection.close()


class Questions:
    """The statements that reach the server, counted at the driver: Django's own log does not know this one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[str] = []
        execute = psycopg.Cursor.execute

        def counted(cursor: object, query: object, *values: object, **more: object) -> object:
            self.sent.append(str(query))
            return execute(cursor, query, *values, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(psycopg.Cursor, "execute", counted)


def begin_request() -> None:
    """Do what Django does between two requests, and before the first query of the next one."""
    connection.close_if_unusable_or_obsolete()
    connection.close_if_health_check_failed()


def server_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def hang_up(process: int) -> None:
    """Let the server close the connection, as it does when it is started anew."""
    told = connection.get_connection_params()
    told.pop("cursor_factory", None)
    told.pop("context", None)
    with psycopg.connect(**{k: told[k] for k in ("dbname", "host", "port", "user", "password") if k in told}) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [process]).fetchone() == (True,)


def test_a_request_soon_after_another_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = server_process()
    asked = Questions(monkeypatch)

    begin_request()

    assert asked.sent == []
    assert server_process() == kept


def test_a_connection_that_the_server_closed_is_followed_by_another_one() -> None:
    gone = server_process()
    hang_up(gone)

    begin_request()

    assert server_process() != gone


def test_after_some_seconds_the_server_is_asked_and_then_trusted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Questions(monkeypatch)
    later = time.monotonic() + base.TRUSTED_SECONDS
    monkeypatch.setattr(base.time, "monotonic", lambda: later)

    begin_request()
    begin_request()

    assert asked.sent == ["SELECT 1"]


def test_a_connection_closed_on_our_side_is_opened_again() -> None:
    before = server_process()
    connection.connection.close()

    begin_request()

    assert server_process() != before
