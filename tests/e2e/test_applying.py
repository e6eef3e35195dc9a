"""An applicant and a unit's administrator in a real browser: autosave, counters, rows by keyboard, receipt."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.conftest import shoot
from tests.factories import drafts
from tests.web.clients import edition_showing
from zhiping.applications.models import Application, Content

pytestmark = [pytest.mark.django_db(transaction=True)]
KEY = "excellence/2024"


def _draft(key: str = KEY, **dimensions: str) -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING[key], key), **dimensions)


def _open(open_as: Callable[..., Page], draft: drafts.Draft, address: str, *, phone: bool = False) -> Page:
    page = open_as(draft.author, phone=phone)
    page.goto(f"/applications/{draft.case.pk}/{address}")
    return page


def test_the_title_is_counted_while_typing_and_saves_itself(open_as: Callable[..., Page]) -> None:
    draft = _draft(category="model")
    page = _open(open_as, draft, "sections/report/")

    page.get_by_label("成果标题").fill("以数据驱动的卓越质量管理模式 ABC123 的实践")
    expect(page.locator("[data-count-for=q-title]")).to_have_text(re.compile(r"18\s*/30 字"))
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))

    assert Content.objects.get().answers["title"] == "以数据驱动的卓越质量管理模式 ABC123 的实践"
    shoot(page, "section-desktop")


def test_a_choice_brings_up_its_question_at_once(open_as: Callable[..., Page]) -> None:
    page = _open(open_as, _draft(category="model"), "sections/organisation/")
    kind = page.locator("[data-question=entity_kind]")
    expect(kind).to_be_hidden()

    page.get_by_label("市场主体", exact=True).check()

    expect(kind).to_be_visible()
    shoot(page, "section-organisation")


def test_on_a_phone_the_sections_of_a_draft_stand_before_its_acts(open_as: Callable[..., Page]) -> None:
    page = _open(open_as, _draft(category="model"), "", phone=True)

    tops = [page.locator(part).first.bounding_box() for part in (".tasks", ".acts")]

    assert tops[0]["y"] < tops[1]["y"]  # type: ignore[index]


def test_rows_of_a_table_are_added_and_removed_by_keyboard(open_as: Callable[..., Page]) -> None:
    page = _open(open_as, _draft(category="model"), "sections/honours/")

    page.get_by_label("第 1 行 获奖名称").fill("上海市质量金奖")
    page.get_by_role("button", name="增加一行").press("Enter")
    expect(page.locator("[data-row] >> nth=1 >> input >> nth=0")).to_be_focused()
    page.keyboard.type("全国质量奖")
    page.get_by_role("button", name="删除第 1 行").press("Enter")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))

    assert [row["name"] for row in Content.objects.get().answers["awards"]] == ["全国质量奖"]


def test_a_lost_connection_is_told_and_keeps_the_words_on_the_page(open_as: Callable[..., Page]) -> None:
    page = _open(open_as, _draft(category="model"), "sections/report/")
    page.context.set_offline(True)

    page.get_by_label("成果标题").fill("断网时写下的标题")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("未连接，已暂存于本机"))

    assert page.get_by_label("成果标题").input_value() == "断网时写下的标题"


def test_from_the_list_to_the_receipt(open_as: Callable[..., Page], tmp_path: Path) -> None:
    draft = drafts.endorse(drafts.fill(_draft("qc-circle/2022")))
    page = open_as(draft.author)
    page.goto("/applications/")
    shoot(page, "applications")
    page.get_by_role("link", name="提高差压变送器一次校验合格率").click()
    shoot(page, "draft")
    page.get_by_role("link", name="检查全部内容").click()
    shoot(page, "review")
    page.get_by_label("我已逐字核对").check()
    page.get_by_role("button", name="提交申报").click()

    expect(page.locator(".receipt__number")).to_have_text("QC-2022-0001")
    shoot(page, "receipt")
    with page.expect_download() as got:
        page.get_by_role("link", name="下载回执 PDF").click()
    got.value.save_as(tmp_path / "receipt.pdf")
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF-")
    assert Application.objects.get().phase == "recommendation"


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "conditions/",
        "sections/organisation/",
        "sections/honours/",
        "sections/report/",
        "files/",
        "submit/",
        "route/",
        "writers/",
    ],
)
def test_every_page_of_a_draft_is_accessible_at_both_sizes(
    open_as: Callable[..., Page], address: str, phone: bool
) -> None:
    draft = _draft(category="model")
    page = _open(open_as, draft, address, phone=phone)

    assert (grave_faults(page), sideways(page)) == ([], 0)
    shoot(page, f"draft-{address.replace('/', '-') or 'list'}-{'phone' if phone else 'desktop'}")


@pytest.mark.parametrize("phone", [False, True])
def test_the_units_pages_are_accessible_at_both_sizes(open_as: Callable[..., Page], phone: bool) -> None:
    draft = drafts.fill(_draft("qc-circle/2022"))
    page = open_as(draft.unit, phone=phone)

    for name, address in (
        ("unit-applications", "/unit/applications/"),
        ("unit-endorse", f"/unit/applications/{draft.case.pk}/endorse/"),
        ("unit-people", "/unit/people/"),
    ):
        page.goto(address)
        assert (grave_faults(page), sideways(page)) == ([], 0)
        shoot(page, f"{name}-{'phone' if phone else 'desktop'}")
