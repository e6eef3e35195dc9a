"""A recommending unit puts its comparison in order: by keyboard, by dragging, and without a script."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import shoot
from tests.factories import drafts, opinions
from tests.factories.editions import make_recommender
from tests.web.clients import edition_showing
from zhiping.core.permissions.actor import Actor
from zhiping.recommendation import queries

pytestmark = [pytest.mark.django_db(transaction=True)]
KEY = "qc-circle/2022"
PAGE = "/recommender/ranking/"


def _three(edition: object) -> tuple[object, Actor, list[int]]:
    recommender = make_recommender(edition)  # type: ignore[arg-type]
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    found = []
    for title, points in (("甲", "95"), ("乙", "90"), ("丙", "85")):
        draft = drafts.submitted(recommender.edition, title, recommender=recommender)
        opinions.give(draft, officer, points=Decimal(points))
        found.append(draft.case.pk)
    return recommender, officer, found


def _titles(page: Page) -> list[str]:
    return page.locator("tr[data-ranked] td:first-child a").all_inner_texts()


def _places(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator(".place").all()]


def test_rows_move_by_keyboard_and_by_dragging_and_only_saving_keeps_them(open_as: Callable[..., Page]) -> None:
    recommender, officer, (first, second, third) = _three(edition_showing(opinions.RECOMMENDING[KEY], KEY))
    page = open_as(officer)

    page.goto(PAGE)
    page.get_by_role("button", name="甲 下移").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="甲 下移")).to_be_focused()
    by_keyboard = _titles(page), _places(page)
    grips, rows = page.locator(".grip"), page.locator("tr[data-ranked]")
    grips.nth(2).hover()
    page.mouse.down()
    box = rows.nth(0).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 6, steps=6)
    page.mouse.up()
    dragged = _titles(page), _places(page)
    expect(page.get_by_text("名次已改动，尚未保存。")).to_be_visible()
    shoot(page, "ranking-dragged")
    before = _ranks(recommender)
    page.get_by_role("button", name="保存名次").last.click()
    expect(page.get_by_text("名次已保存。")).to_be_visible()

    assert by_keyboard == (["乙", "甲", "丙"], ["1", "2", "3"])
    assert dragged == (["丙", "乙", "甲"], ["1", "2", "3"])
    assert before == {first: None, second: None, third: None}
    assert _ranks(recommender) == {third: 1, second: 2, first: 3}


def test_without_a_script_the_buttons_move_a_row_at_once(open_as: Callable[..., Page]) -> None:
    recommender, officer, (first, second, third) = _three(edition_showing(opinions.RECOMMENDING[KEY], KEY))
    page = open_as(officer, phone=True, script=False)

    page.goto(PAGE)
    page.get_by_role("button", name="丙 上移").click()

    expect(page.get_by_text("已保存；还有 1 项没有名次。")).to_be_visible()
    assert _titles(page) == ["甲", "丙", "乙"]
    assert _ranks(recommender) == {first: 1, third: 2, second: None}


def _ranks(recommender: object) -> dict[int, int | None]:
    return {one.application_id: one.rank for one in queries.recommended_by(recommender)}  # type: ignore[arg-type]
