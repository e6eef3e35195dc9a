"""A unit invites by mail; who opens the link registers or signs in, accepts, and has the right work before them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.desks import main
from tests.e2e.people import fill_in, press
from tests.factories import drafts
from tests.factories.people import make_member, make_organisation, user_of
from tests.web.clients import edition_showing
from zhiping.core.permissions.actor import Role
from zhiping.organisations import actions
from zhiping.organisations.models import Invitation

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "ping-gu-2022-cheng-guo"
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


def _waiting_for_its_unit() -> drafts.Draft:
    """Return a draft that its author has sent to the unit for its opinion."""
    draft = drafts.fill(drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"])))
    drafts.actions.request_endorsement(application_id=draft.case.pk, by=draft.author, at=draft.at)
    return draft


def _invited(admin: Page, email: str) -> str:
    """Invite a colleague as a further administrator on the unit's page; return the link that the mail brings."""
    admin.goto("/unit/people/")
    fill_in(admin, {"invite-email": email, "invite-capacity": "unit"})
    press(admin, "寄出邀请")
    actions.mail_invitation(invitation_id=Invitation.objects.get().pk, at=timezone.now())
    (letter,) = mail.outbox
    assert letter.to == [email]
    (path,) = re.findall(r"https?://[^/\s]+(/invitations/\S+/)", str(letter.body))
    return path


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_stranger_registers_by_the_link_and_finds_the_units_work(open_as: Open, phone: bool) -> None:
    draft = _waiting_for_its_unit()
    link = _invited(open_as(draft.unit), "sun@example.org")
    page = open_as(None, phone=phone)

    page.goto(link)
    seen = main(page), grave_faults(page), sideways(page)
    page.locator("#main").get_by_role("link", name="注册").click()
    page.get_by_label("姓名").fill("孙力")
    page.get_by_label("电子邮件").fill("sun@example.org")
    page.get_by_label("用户名").fill("sunli")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输入一次密码").fill(PASSWORD)
    press(page, "注册")
    page.wait_for_url(f"**{link}")
    press(page, "接受邀请")
    page.wait_for_url("**/home/")

    assert draft.case.organisation.name in seen[0]
    assert seen[1:] == ([], 0)
    assert f"现在以“{draft.case.organisation.name} 单位管理员 · 孙力”办理业务。" in page.locator("body").inner_text()
    assert "提高差压变送器一次校验合格率" in main(page)
    page.get_by_role("link", name="提高差压变送器一次校验合格率").first.click()
    page.wait_for_url(f"**/unit/applications/{draft.case.pk}/endorse/")
    page.goto(link)
    assert "每个邀请只能用一次" in main(page)


def test_who_has_another_unit_already_signs_in_and_goes_on_for_the_one_that_invites(open_as: Open) -> None:
    draft, user = _waiting_for_its_unit(), user_of(make_member(make_organisation("另一家公司"), Role.APPLICANT))
    user.set_password(PASSWORD)
    user.save()
    link = _invited(open_as(draft.unit), user.email)
    page = open_as(None)

    page.goto(link)
    page.locator("#main").get_by_role("link", name="登录").click()
    page.get_by_label("用户名或电子邮件").fill(user.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "登录")
    page.wait_for_url(f"**{link}")
    press(page, "接受邀请")
    page.wait_for_url("**/home/")

    assert "提高差压变送器一次校验合格率" in main(page)
    assert draft.case.organisation.name in page.get_by_role("banner").inner_text()
