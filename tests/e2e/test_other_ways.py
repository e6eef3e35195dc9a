"""A circle applies without a mouse, and without script: the keyboard alone, and plain forms alone, suffice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import fill_in, follow, hand_in, paper
from tests.factories import drafts
from tests.web.clients import edition_showing
from zhiping.applications.models import Application, Content

pytestmark = [pytest.mark.django_db(transaction=True)]
KEY = "qc-circle/2022"
MANY = 200


def _draft() -> drafts.Draft:
    return drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY)))


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus, as a person without a mouse does."""
    wanted = page.locator(selector).first
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{selector} on {page.url} cannot be reached with Tab")


def _enter(page: Page, selector: str) -> None:
    """Reach a link or button by Tab, and press Enter."""
    _tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_team_member_submits_by_keyboard_alone(open_as: Callable[..., Page]) -> None:
    draft = drafts.endorse(_draft())
    pk = draft.case.pk
    page = open_as(draft.author)
    page.goto("/applications/")

    _enter(page, f'#main a[href="/applications/{pk}/"]')
    _enter(page, f'#main a[href="/applications/{pk}/submit/"]')
    _tab_to(page, "[name=confirmed]")
    page.keyboard.press("Space")
    _enter(page, '#main form button:has-text("提交申报")')

    expect(page.locator(".receipt__number")).to_have_text("QC-2022-0001")
    assert Application.objects.get().phase == "recommendation"


def test_a_section_is_written_by_keyboard_alone(open_as: Callable[..., Page]) -> None:
    draft = _draft()
    page = open_as(draft.author)
    page.goto(f"/applications/{draft.case.pk}/")

    _enter(page, '#main .tasks a[href*="/sections/"]')
    _tab_to(page, '#main [name="title"]')
    page.keyboard.press("Control+A")
    page.keyboard.type("降低压力变送器返修率")
    _enter(page, "#main form .form__buttons button")

    assert Content.objects.get().answers["title"] == "降低压力变送器返修率"


def test_a_circle_writes_is_endorsed_and_submits_without_script(open_as: Callable[..., Page]) -> None:
    draft = _draft()
    pk = draft.case.pk
    page, boss = open_as(draft.author, script=False), open_as(draft.unit, script=False)

    page.goto(f"/applications/{pk}/")
    follow(page, page.locator('#main .tasks a[href*="/sections/"]').first)
    page.locator('#main [name="title"]').fill("降低压力变送器返修率")
    follow(page, page.locator("#main form .form__buttons button").first)
    assert Content.objects.get().answers["title"] == "降低压力变送器返修率"

    boss.goto(f"/unit/applications/{pk}/endorse/")
    points = {"topic": 13, "causes": 26, "measures": 17.5, "results": 17, "presentation": 4.5, "character": 8}
    fill_in(boss, {f"s-{item}": value for item, value in points.items()} | {"opinion": "成果真实，同意申报。"})
    boss.locator("#sealed").set_input_files(paper("jpg"))
    follow(boss, boss.locator("#main form:has(#sealed) button").last)
    # the photo is too small to be read: the page says so, keeps it, and a person vouches for it
    expect(boss.locator("#main .note").last).to_contain_text("识别码：没有读出")
    boss.locator('#main [name="vouched"]').check()
    follow(boss, boss.locator("#main form:has(#sealed) button").last)

    page.goto(f"/applications/{pk}/submit/")
    hand_in(page)
    expect(page.locator(".receipt__number")).to_have_text("QC-2022-0001")
    assert Application.objects.get().phase == "recommendation"
