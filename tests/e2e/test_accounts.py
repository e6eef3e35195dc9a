"""Sign-up, second factor, inbox and account in a real browser, both sizes, accessible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import LazySettings
from django.core.cache import cache
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.factories.people import make_member, make_officer, make_organisation, user_of
from zhiping.accounts.models import OfficeRole, User
from zhiping.core.permissions.actor import Actor, Role
from zhiping.messages import actions
from zhiping.messages.models import Message, OutboxMail

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2022, 5, 6, 2, 0, tzinfo=UTC)
PASSWORD = "ping-gu-2022-cheng-guo"
LONGEST = "基于六西格玛与失效模式分析的核级差压变送器一次校验合格率提升实践与推广"


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def tell(actor: Actor) -> Message:
    actions.send(
        "screening.supplement_requested",
        to=[actor.person_id],
        key="screening.supplement_requested:1",
        facts={"title": LONGEST, "edition": "2022年上海市质量管理小组活动", "items": "· 封面缺少盖章", "due_at": AT},
        link="/home/",
        at=AT,
    )
    return Message.objects.get(to_id=actor.user_id)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/no-such-page/"]
)
def test_the_pages_before_the_sign_in_are_accessible(open_as: Callable[..., Page], path: str, phone: bool) -> None:
    page = open_as(None, phone=phone)

    page.goto(path)

    assert (grave_faults(page), sideways(page)) == ([], 0)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_pages_behind_it_are_accessible_in_large_type_too(open_as: Callable[..., Page], phone: bool) -> None:
    actor = make_officer()
    letter = tell(actor)
    OutboxMail.objects.update(state="failed", fault="550 5.1.1 <someone@example.org>: Recipient address rejected")
    User.objects.filter(pk=actor.user_id).update(large_type=True)
    office = OfficeRole.objects.get()
    page = open_as(actor, phone=phone)

    found = {}
    for path in (
        "/inbox/",
        f"/inbox/{letter.pk}/",
        "/account/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/office/offices/",
        f"/office/offices/{office.pk}/end/",
        "/office/mails/",
        f"/office/mails/{OutboxMail.objects.get().pk}/",
    ):
        page.goto(path)
        found[path] = (grave_faults(page), sideways(page))

    assert found == dict.fromkeys(found, ([], 0))


def test_a_person_signs_up_by_keyboard_and_corrects_what_is_wrong(open_as: Callable[..., Page]) -> None:
    page = open_as(None)
    page.goto("/accounts/signup/")

    for text in ("王小明", "xiaoming@example.org", "xiaoming", "123", "123"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    told = page.get_by_role("alert").inner_text()
    kept = page.get_by_label("姓名").input_value()
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输入一次密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="注册").click()
    page.wait_for_url("**/home/")

    assert "密码太短，至少要有 12 个字符。" in told
    assert kept == "王小明"
    assert User.objects.get(username="xiaoming").name == "王小明"


def test_an_officer_sets_up_the_second_factor_before_anything_else(
    open_as: Callable[..., Page], settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = user_of(make_officer())
    user.set_password(PASSWORD)
    user.save()
    page = open_as(None)

    page.goto("/accounts/login/?next=/office/editions/")
    page.get_by_label("用户名或电子邮件").fill(user.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.get_by_text("请先启用两步验证").wait_for()
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    secret = page.locator(".totp__secret").inner_text()
    faults = grave_faults(page)
    page.get_by_label("六位数字").fill(
        format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    )
    page.get_by_role("main").get_by_role("button", name="启用").click()
    page.get_by_role("heading", name="恢复代码").wait_for()
    codes = page.locator(".codes li").count()
    page.get_by_role("link", name="已经记下，继续").click()
    page.wait_for_url("**/home/")

    assert (faults, codes) == ([], 10)


def test_a_message_is_opened_read_and_leads_on(open_as: Callable[..., Page]) -> None:
    actor = make_member(make_organisation(), Role.APPLICANT)
    tell(actor)
    page = open_as(actor)

    page.goto("/home/")
    page.get_by_role("banner").get_by_role("link", name="消息").first.click()
    page.get_by_role("link", name=LONGEST).click()
    page.get_by_role("link", name="前往办理").click()
    page.wait_for_url("**/home/")

    assert page.locator(".as .count").count() == 0
    assert Message.objects.get().read_at is not None


def test_an_expired_page_is_submitted_again_without_typing(open_as: Callable[..., Page]) -> None:
    actor = make_member(make_organisation(), Role.APPLICANT)
    page = open_as(actor)
    page.goto("/account/")
    page.get_by_label("手机").fill("138 0000 0000")

    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name="页面已过期").wait_for()
    faults = grave_faults(page)
    page.get_by_role("button", name="再次提交").click()
    page.get_by_text("已保存。").wait_for()

    assert faults == []
    assert User.objects.get(pk=actor.user_id).mobile == "138 0000 0000"
