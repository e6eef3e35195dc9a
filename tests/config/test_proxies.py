"""Behind a reverse proxy that speaks https: whose form it is, and who is counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from zhiping.config.environment import Environment

SITE = "https://pingjia.example.cn"


@pytest.fixture
def behind(settings: Any) -> Any:
    """Let the site stand behind a number of proxies."""

    def stand(proxies: int) -> None:
        told = Environment(https=True, base_url=f"{SITE}/", proxies=proxies)
        settings.ALLOWED_HOSTS = ["pingjia.example.cn"]
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = told.proxies
        settings.SECURE_PROXY_SSL_HEADER = told.told_by_proxy
        settings.CSRF_TRUSTED_ORIGINS = told.own_origins

    return stand


def _signs_in(origin: str = SITE, **headers: str) -> int:
    browser = Client(enforce_csrf_checks=True, headers={"host": "pingjia.example.cn", **headers})
    browser.get("/accounts/login/")
    sent = {
        "login": "nobody",
        "password": "not the password",
        "csrfmiddlewaretoken": browser.cookies["csrftoken"].value,
    }
    page = browser.post("/accounts/login/", sent, headers={"origin": origin, "referer": f"{origin}/accounts/login/"})
    return page.status_code


@pytest.mark.django_db
def test_a_form_of_our_own_pages_is_taken_and_one_of_another_site_is_not(behind: Any) -> None:
    for proxies in (0, 1):
        behind(proxies)

        assert (_signs_in(), _signs_in("https://evil.example")) == (200, 403)


@pytest.mark.django_db
def test_wrong_passwords_from_one_visitor_shut_nobody_else_out(behind: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    behind(1)

    tried = [_signs_in(**{"x-forwarded-for": "192.0.2.7"}) for _time in range(3)]

    assert (tried, _signs_in(**{"x-forwarded-for": "192.0.2.8"})) == ([200, 200, 429], 200)


@pytest.mark.django_db
def test_what_a_visitor_says_of_where_he_comes_from_is_not_believed(behind: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    behind(1)
    forged = [_signs_in(**{"x-forwarded-for": f"192.0.2.{n}, 192.0.2.99"}) for n in range(3)]
    behind(0)
    unproxied = [_signs_in(**{"x-forwarded-for": f"192.0.2.{n}"}) for n in range(3)]

    assert (forged, unproxied) == ([200, 200, 429], [200, 200, 429])


def test_a_site_without_https_trusts_no_further_origin_and_no_header() -> None:
    plain = Environment(base_url="http://127.0.0.1:8000", https=False, proxies=0)

    assert (plain.own_origins, plain.told_by_proxy) == ([], None)
