"""Signing up and signing in at the door, in Chinese and without telling who has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import make_user
from zhiping.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "ping-gu-2022-cheng-guo"
NEW = {
    "name": " 王  小明 ",
    "email": "xiaoming@example.org",
    "username": "xiaoming",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    """Start each test with no tries counted."""
    cache.clear()
    yield
    cache.clear()


def person() -> User:
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": user.username, "password": password})


def set_up_second_factor(client: Client) -> tuple[str, HttpResponse]:
    """Confirm the password, read the key from the page and hand in its code."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = re.findall(r'totp__secret">(\w+)<', client.get("/accounts/2fa/totp/activate/").content.decode())[0]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    return secret, client.post("/accounts/2fa/totp/activate/", {"code": code})


def errors(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", item) for item in re.findall(r'class="form__error"[^>]*>(.*?)</p>', page)]


def test_a_person_signs_up_with_one_name_and_is_signed_in(client: Client) -> None:
    answer = client.post("/accounts/signup/", NEW)

    user = User.objects.get(username="xiaoming")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert (user.name, user.email) == ("王 小明", "xiaoming@example.org")
    assert identify_hasher(user.password).algorithm == "argon2"
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("name", ["王", "12345", "", "王\u202e小明"])
def test_a_name_that_is_none_is_refused_and_the_rest_stays_typed(client: Client, name: str) -> None:
    answer = client.post("/accounts/signup/", {**NEW, "name": name})

    page = answer.content.decode()
    assert errors(page) == ["请填写本人的真实姓名，至少两个字。" if name else "这一项必须填写。"]
    assert 'value="xiaoming@example.org"' in page
    assert PASSWORD not in page
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("a-9-b-8", ["密码太短，至少要有 12 个字符。"]),
        ("password123456", ["这个密码太常见，请换一个。"]),
        ("839201847362", ["密码不能全是数字。"]),
    ],
)
def test_a_weak_password_is_refused_in_chinese(client: Client, password: str, said: list[str]) -> None:
    answer = client.post("/accounts/signup/", {**NEW, "password1": password, "password2": password})

    assert errors(answer.content.decode()) == said


def test_nothing_stands_between_name_and_password(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()

    between = page.partition('name="login"')[2].partition('name="password"')[0]

    assert "<a " not in between
    assert "/accounts/password/reset/" in page.partition('name="password"')[2]


@pytest.mark.parametrize("login", ["xiaoming", "xiaoming@example.org", "XIAOMING@EXAMPLE.ORG"])
def test_one_signs_in_by_user_name_or_address(client: Client, login: str) -> None:
    person()
    User.objects.update(username="xiaoming", email="xiaoming@example.org")

    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})

    assert (answer.status_code, answer.headers.get("Location")) == (302, "/home/")


def test_a_wrong_password_and_an_unknown_person_are_told_the_same(client: Client) -> None:
    user = person()

    pages = [
        client.post("/accounts/login/", {"login": login, "password": "wrong-wrong-1"}).content.decode()
        for login in (user.username, "nobody-here")
    ]

    told = [re.findall(r"<li>(.*?)</li>", page.split("<main")[1]) for page in pages]
    assert told[0] == told[1] == ["用户名或密码不正确。"]


def test_a_password_reset_answers_known_and_unknown_addresses_alike(client: Client) -> None:
    user = person()

    answers = [client.post("/accounts/password/reset/", {"email": e}) for e in (user.email, "nobody@example.org")]

    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(302, "/accounts/password/reset/done/")] * 2
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([user.email], "重设密码"),
        (["nobody@example.org"], "重设密码"),
    ]
    assert "没有注册过账户" in mail.outbox[1].body


def test_the_link_of_a_password_reset_works_once(client: Client) -> None:
    user = person()
    client.post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+/)", mail.outbox[0].body)
    assert link

    form = client.get(link[1], follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": "xin-mi-ma-8837", "password2": "xin-mi-ma-8837"})
    again = Client().get(link[1], follow=True)

    assert done.headers["Location"] == "/accounts/password/reset/key/done/"
    assert User.objects.get(pk=user.pk).check_password("xin-mi-ma-8837")
    assert "链接已失效" in again.content.decode()


def test_a_silent_mail_host_is_told_and_no_error(client: Client, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]

    answer = client.post("/accounts/password/reset/", {"email": person().email})

    assert answer.status_code == 503
    assert "邮件服务器没有应答" in answer.content.decode()


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client) -> None:
    user = person()

    for _ in range(5):
        sign_in(client, user, "wrong-wrong-1")
    answer = sign_in(client, user)

    assert answer.status_code == 200
    assert "登录失败次数过多，请稍后重试。" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_too_many_sign_ups_from_one_place_get_a_clear_page(client: Client) -> None:
    answers = [client.post("/accounts/signup/", {**NEW, "name": "王"}).status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]
    assert "操作过于频繁" in client.post("/accounts/signup/", NEW).content.decode()


def test_the_tries_are_counted_where_all_server_processes_see_them(settings: object) -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"  # type: ignore[attr-defined]


def test_signing_in_changes_the_session_id(client: Client) -> None:
    user = person()
    client.get("/accounts/login/")
    client.post("/language/", {"language": "en"})
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    sign_in(client, user)

    assert client.session.session_key != before


def test_changing_the_password_ends_the_other_sessions(client: Client) -> None:
    user, other = person(), Client()
    for browser in (client, other):
        sign_in(browser, user)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "xin-mi-ma-8837", "password2": "xin-mi-ma-8837"},
    )

    assert client.get("/account/").status_code == 200
    assert other.get("/account/").headers["Location"] == "/accounts/login/?next=/account/"


def test_a_disabled_person_is_out_with_the_next_click(client: Client) -> None:
    user = person()
    client.force_login(user)
    assert client.get("/account/").status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, target: str) -> None:
    user = person()

    answer = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD, "next": target})

    assert answer.headers["Location"] == "/home/"


def test_setting_up_a_second_factor_asks_for_the_password_again(client: Client) -> None:
    sign_in(client, person())

    answer = client.get("/accounts/2fa/totp/activate/")

    assert answer.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"


def test_a_second_factor_comes_with_recovery_codes_and_lies_encrypted(client: Client) -> None:
    user = person()
    sign_in(client, user)

    secret, done = set_up_second_factor(client)

    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert (secret in kept, get_adapter().decrypt(kept)) == (False, secret)
    assert len(re.findall(r"<li><code>", client.get("/accounts/2fa/recovery-codes/").content.decode())) == 10


def test_with_a_second_factor_the_password_alone_does_not_sign_in(client: Client) -> None:
    user, browser = person(), Client()
    sign_in(client, user)
    set_up_second_factor(client)

    first = sign_in(browser, user)
    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    before = "_auth_user_id" in browser.session
    recovery = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    browser.post("/accounts/2fa/authenticate/", {"code": recovery})

    assert first.headers["Location"] == "/accounts/2fa/authenticate/"
    assert errors(wrong.content.decode()) == ["数字或代码不对，请核对后再输入。"]
    assert (before, browser.session.get("_auth_user_id")) == (False, str(user.pk))


def test_the_pages_of_the_account_stand_in_english_too(client: Client) -> None:
    client.post("/language/", {"language": "en"})

    page = client.get("/accounts/signup/").content.decode()

    assert "Sign up" in page
    assert not re.search(
        r"[\u4e00-\u9fff]",
        re.sub(r'<button[^>]*lang="zh-Hans".*?</button>', "", page).split("<main")[1].split("</main>")[0],
    )
