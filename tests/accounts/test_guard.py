"""The guard: a second factor before anything else, and short sessions, for those who judge and decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation, make_user, user_of
from zhiping.accounts.models import User
from zhiping.core.permissions.actor import Role
from zhiping.experts.models import Expert
from zhiping.web.shared.accounts import guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(settings: LazySettings) -> LazySettings:
    settings.SECOND_FACTOR_REQUIRED = True
    return settings


def make_expert() -> User:
    user = make_user("钱专家")
    Expert.objects.create(user=user, joined_at=LONG_AGO)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.COMMITTEE, Role.GUIDING, Role.OPERATOR])
def test_staff_without_a_second_factor_are_led_to_its_set_up(strict: LazySettings, role: Role) -> None:
    answer = signed_in(user_of(make_officer(role, body="市市场监管局"))).get("/home/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_experts_and_recommenders_are_led_there_too(strict: LazySettings) -> None:
    recommender = user_of(make_member(make_organisation(), Role.RECOMMENDER))

    answers = [signed_in(user).get("/inbox/") for user in (make_expert(), recommender)]

    assert [a.headers["Location"] for a in answers] == ["/accounts/2fa/totp/activate/"] * 2


def test_one_guarded_capacity_among_others_suffices(strict: LazySettings) -> None:
    user = user_of(make_member(make_organisation(), Role.APPLICANT))
    Expert.objects.create(user=user, joined_at=LONG_AGO)

    assert signed_in(user).get("/home/").status_code == 302


def test_applicants_and_units_need_none(strict: LazySettings) -> None:
    for role in (Role.APPLICANT, Role.UNIT):
        client = signed_in(user_of(make_member(make_organisation(), role)))
        assert client.get("/inbox/").status_code == 200


def test_with_a_second_factor_the_way_is_free(strict: LazySettings) -> None:
    user = user_of(make_officer())
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    assert signed_in(user).get("/inbox/").status_code == 200


def test_the_way_out_and_the_set_up_itself_stay_open(strict: LazySettings) -> None:
    client = signed_in(user_of(make_officer()))

    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.post("/language/", {"language": "en"}).headers["Location"] == "/"


def test_a_part_of_a_page_sends_the_whole_page_there(strict: LazySettings) -> None:
    answer = signed_in(user_of(make_officer())).get("/home/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/accounts/2fa/totp/activate/")


def test_a_demo_relaxes_it_and_says_so(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.DEMO = False, True

    page = signed_in(user_of(make_officer())).get("/inbox/").content.decode()

    assert "不要求两步验证" in page


def at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    monkeypatch.setattr(guard.timezone, "now", lambda: instant)


def test_an_idle_session_of_staff_ends_and_leads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    client, start = signed_in(user_of(make_officer())), datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    at(monkeypatch, start)
    client.get("/inbox/")

    at(monkeypatch, start + timedelta(minutes=31))
    answer = client.get("/inbox/?page=2")

    assert answer.headers["Location"] == "/accounts/login/?next=%2Finbox%2F%3Fpage%3D2"
    assert "长时间没有操作" in client.get(answer.headers["Location"]).content.decode()


def test_a_session_in_use_stays_alive_until_the_working_day_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    client, start = signed_in(user_of(make_officer())), datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    statuses: list[Any] = []

    for minutes in range(0, 12 * 60 + 21, 20):
        at(monkeypatch, start + timedelta(minutes=minutes))
        statuses.append(client.get("/inbox/").status_code)

    assert statuses == [200] * 37 + [302]


def test_the_session_of_an_applicant_does_not_end_so_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(user_of(make_member(make_organisation(), Role.APPLICANT)))
    client.get("/inbox/")

    at(monkeypatch, timezone.now() + timedelta(hours=13))

    assert client.get("/inbox/").status_code == 200


def test_a_part_of_a_page_never_becomes_the_sign_in_page() -> None:
    answer = Client().get(
        "/inbox/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/inbox/?page=2"}
    )

    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Finbox%2F%3Fpage%3D2"
