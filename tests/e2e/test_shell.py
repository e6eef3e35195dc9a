"""The shell in a real browser: the office's editions, both sizes, accessible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.conftest import PHONE
from tests.factories.editions import make_edition
from tests.factories.people import make_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_edition_page_is_accessible_and_never_scrolls_sideways(open_as: Callable[..., Page], phone: bool) -> None:
    edition = make_edition()
    page = open_as(make_officer(), phone=phone)

    page.goto(f"/office/editions/{edition.pk}/")

    assert page.locator("h1").inner_text() == edition.title
    assert (grave_faults(page), sideways(page)) == ([], 0)


def test_the_office_amends_a_window_by_keyboard(open_as: Callable[..., Page]) -> None:
    edition = make_edition()
    page = open_as(make_officer())

    page.goto(f"/office/editions/{edition.pk}/windows/notice/")
    page.get_by_label("理由（公开并记入日志）").fill("公示期安排")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/office/editions/{edition.pk}/")
    assert page.get_by_text("时间已设定。").is_visible()


def test_the_language_changes_and_comes_back(open_as: Callable[..., Page]) -> None:
    page = open_as(make_officer())

    page.goto("/home/")
    page.get_by_role("button", name="English").click()
    english = page.locator("html").get_attribute("lang")
    page.get_by_role("button", name="简体中文").click()

    assert (english, page.locator("html").get_attribute("lang")) == ("en", "zh-hans")


def test_what_was_refused_is_in_sight_and_has_the_focus(open_as: Callable[..., Page]) -> None:
    page = open_as(None, phone=True)

    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    page.locator("main form button").first.click()

    expect(page.locator("[role=alert]").first).to_be_focused()


def test_on_a_phone_every_entry_of_the_navigation_stands_within_the_page(open_as: Callable[..., Page]) -> None:
    page = open_as(make_officer(), phone=True)

    page.goto("/home/")

    entries = [entry.bounding_box() for entry in page.locator(".nav a").all()]
    beyond = [box for box in entries if box is None or box["x"] < 0 or box["x"] + box["width"] > PHONE["width"]]
    assert (len(entries), beyond) == (9, [])
