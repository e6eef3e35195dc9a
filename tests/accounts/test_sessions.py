"""Sessions know whose they are: one question for both, nothing kept for longer than it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_user
from zhiping.accounts import actions
from zhiping.accounts.models import BrowserSession, User

pytestmark = pytest.mark.django_db

carried = import_module("zhiping.accounts.migrations.0005_browser_session")


def signed_in() -> tuple[Client, User]:
    user, client = make_user(), Client()
    client.force_login(user)
    return client, user


def test_who_is_signed_in_stands_beside_the_session() -> None:
    client, user = signed_in()

    row = BrowserSession.objects.get()

    assert (row.session_key, row.user) == (client.session.session_key, user)


def test_the_session_of_somebody_who_is_not_signed_in_is_nobodys() -> None:
    client = Client()
    session = client.session
    session["language"] = "en"
    session.save()

    assert BrowserSession.objects.get().user is None
    assert client.get("/").status_code == 200


def test_a_page_asks_once_for_the_session_and_its_person() -> None:
    client, _user = signed_in()
    client.get("/home/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/home/")

    about = [q["sql"] for q in asked if "browsersession" in q["sql"] or 'FROM "accounts_user"' in q["sql"]]
    assert len(about) == 1


def test_signing_out_leaves_no_session_of_the_person() -> None:
    client, user = signed_in()

    client.post("/accounts/logout/")

    assert not user.browser_sessions.exists()


def test_a_session_that_names_another_person_than_its_row_is_judged_by_what_it_says() -> None:
    client, user = signed_in()
    BrowserSession.objects.update(user=make_user())

    answer = client.get("/home/")

    assert answer.wsgi_request.user == user


@pytest.mark.parametrize("sent", ["\0" * 12, "abcdefgh\0x", "abcdefghéé", "abcdefgh'; --", "abcdefgh\n", ""])
def test_what_is_no_key_of_a_session_is_a_strangers_and_not_asked_for(sent: str) -> None:
    client = Client()
    client.cookies["sessionid"] = sent

    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/home/")

    assert (answer.status_code, answer.headers["Location"].startswith("/accounts/login/")) == (302, True)
    assert [q["sql"] for q in asked if "browsersession" in q["sql"]] == []


def test_sessions_that_have_run_out_are_removed_and_others_stay() -> None:
    _client, user = signed_in()
    now = timezone.now()
    over = BrowserSession.objects.create(session_key="over", session_data="", expire_date=now)
    soon = BrowserSession.objects.create(session_key="soon", session_data="", expire_date=now + timedelta(seconds=1))

    assert actions.forget_sessions(at=now) == 1
    assert not BrowserSession.objects.filter(pk=over.pk).exists()
    assert BrowserSession.objects.filter(pk=soon.pk).exists()
    assert user.browser_sessions.count() == 1


def test_an_upgrade_signs_nobody_out() -> None:
    client, user = signed_in()
    kept = BrowserSession.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE django_session (session_key varchar(40), session_data text, expire_date timestamptz)"
        )
        cursor.executemany(
            "INSERT INTO django_session VALUES (%s, %s, %s)",
            [
                (kept.session_key, kept.session_data, kept.expire_date),
                ("over", kept.session_data, datetime(2020, 1, 1, tzinfo=UTC)),
            ],
        )
        BrowserSession.objects.all().delete()
        cursor.execute(carried.CARRY_OVER)
        cursor.execute("SELECT to_regclass('django_session')")
        assert cursor.fetchone() == (None,)

    assert client.get("/home/").wsgi_request.user == user
    assert client.session[SESSION_KEY] == str(user.pk)
    assert list(BrowserSession.objects.values_list("session_key", "user")) == [(kept.session_key, None)]
