"""What an applicant pastes from an office program keeps its paragraphs and tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import shoot
from tests.factories import drafts
from tests.web.clients import edition_showing
from zhiping.applications.models import Content

pytestmark = [pytest.mark.django_db(transaction=True)]
KEY = "excellence/2024"
WORD = """<html><head><style>p{color:red}</style></head><body><!--StartFragment-->
<p class=MsoNormal>改进前后<b>对比</b>如下：</p>
<table><tr><td><p>年份</p></td><td colspan=2><p>合格率</p><p>（%）</p></td></tr>
<tr><td>2023</td><td>92.1</td><td>91.8</td></tr></table>
<p class=MsoNormal>结论：<span>明显提高。</span></p><!--EndFragment--></body></html>"""
EXCEL = "上海市质量金奖\t2023-05\t市政府\n全国质量奖\t2024年3月\t中国质量协会\n"

_PASTE = """(field, [kind, text]) => {
  const data = new DataTransfer();
  data.setData(kind, text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_paragraphs_and_tables_from_word_and_rows_from_a_sheet_are_kept(open_as: Callable[..., Page]) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY), category="model")
    page = open_as(draft.author)

    page.goto(f"/applications/{draft.case.pk}/sections/report/")
    page.get_by_label("组织概述").evaluate(_PASTE, ["text/html", WORD])
    expect(page.locator("[data-saved]")).to_contain_text("已保存 ")
    page.goto(f"/applications/{draft.case.pk}/sections/honours/")
    with page.expect_response("**/sections/honours/"):
        page.get_by_label("第 1 行 获奖名称").evaluate(_PASTE, ["text/plain", EXCEL])

    answers = Content.objects.get().answers
    assert answers["overview"] == "改进前后对比如下：\n年份\t合格率 （%）\t\n2023\t92.1\t91.8\n\n结论：明显提高。"
    assert answers["awards"] == [
        {"name": "上海市质量金奖", "awarded_in": "2023-05", "authority": "市政府"},
        {"name": "全国质量奖", "awarded_in": "2024-03", "authority": "中国质量协会"},
    ]
    page.goto(f"/applications/{draft.case.pk}/submit/")
    assert page.locator("table.pasted tr").all_inner_texts() == ["年份\t合格率 （%）\t", "2023\t92.1\t91.8"]
    shoot(page, "pasted")
