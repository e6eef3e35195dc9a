"""Words and files of an applicant whose line, session or browser fails (C3, C4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.conftest import shoot
from tests.factories import drafts
from tests.web.applicant.test_uploads import thick_pdf
from tests.web.clients import edition_showing
from zhiping.applications import actions
from zhiping.applications.models import Attachment, Content
from zhiping.files.actions import PIECE

pytestmark = [pytest.mark.django_db(transaction=True)]
ALL_SAVED = "Object.keys(localStorage).length === 0"  # this browser keeps nothing that the server lacks
SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d")


def _kept(name: str) -> str:
    return str(Content.objects.get().answers.get(name, ""))


def _colleague_writes(draft: drafts.Draft, **answers: str) -> None:
    revision = Content.objects.get().revision
    actions.save_answers(application_id=draft.case.pk, answers=answers, revision=revision, by=draft.author, at=draft.at)


def _wait_until_saved(page: Page) -> None:
    """Wait until the browser keeps nothing and the page's own saves, which may come twice, are over."""
    before = -1
    for _half in range(90):
        now = Content.objects.get().revision
        if page.evaluate(ALL_SAVED) and now == before:
            return
        before = now
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("[data-saved]").text_content())


def _sign_out(context: BrowserContext) -> list[dict[str, object]]:
    cookies = context.cookies()
    context.clear_cookies(name="sessionid")
    return [cookie for cookie in cookies if cookie["name"] == "sessionid"]  # type: ignore[misc]


def test_words_outlive_a_cut_line_an_ended_session_a_crash_and_a_colleague(open_as: Callable[..., Page]) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"], "qc-circle/2022"))
    page = open_as(draft.author)
    address = f"/applications/{draft.case.pk}/sections/basics/"
    page.goto(address)
    title, said = page.get_by_label("成果名称"), page.locator("[data-saved]")

    page.context.set_offline(True)
    title.fill("断网时写下的题目")
    expect(said).to_have_text("未连接，已暂存于本机；恢复连接后自动保存。")
    shoot(page, "section-offline")
    page.context.set_offline(False)
    expect(said).to_have_text(SAVED)
    assert _kept("title") == "断网时写下的题目"

    session = _sign_out(page.context)
    title.fill("登录过期后写下的题目")
    expect(said).to_have_text("登录已过期，您写的内容已暂存于本机。 登录后继续")
    assert page.locator("[data-saved] a").get_attribute("href") == f"/accounts/login/?next={address}"
    page.context.add_cookies(session)  # type: ignore[arg-type]
    page.goto(address)
    expect(page.locator("[data-brought-back]")).to_be_visible()
    expect(title).to_have_value("登录过期后写下的题目")
    _wait_until_saved(page)
    assert _kept("title") == "登录过期后写下的题目"

    page.context.set_offline(True)
    title.fill("崩溃之前写下的题目")
    expect(said).to_have_text(re.compile("已暂存于本机"))
    page.close()  # without a word, as a browser that crashes
    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto(address)
    title = page.get_by_label("成果名称")
    _wait_until_saved(page)
    assert _kept("title") == "崩溃之前写下的题目"

    _colleague_writes(draft, title="同事改过的题目")
    title.fill("我改过的题目")
    expect(page.get_by_text("“成果名称”有两种写法")).to_be_visible()
    assert (grave_faults(page), sideways(page)) == ([], 0)
    shoot(page, "section-clash")
    page.get_by_label("同事的").check()
    page.get_by_role("button", name="保存并返回").click()
    page.wait_for_url(f"**/applications/{draft.case.pk}/")
    assert _kept("title") == "同事改过的题目"
    page.goto(f"/applications/{draft.case.pk}/history/")
    assert (grave_faults(page), sideways(page)) == ([], 0)
    shoot(page, "history")
    assert page.evaluate(ALL_SAVED) is True

    page.route(f"**{address}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.get_by_label("成果名称").fill("不留在公用电脑上的题目")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("已暂存于本机"))
    assert page.evaluate(ALL_SAVED) is False
    page.locator(".as summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("link", name="登录", exact=True)).to_be_visible()
    assert page.evaluate(ALL_SAVED) is True


def test_a_file_outlives_a_cut_line_and_a_closed_browser(open_as: Callable[..., Page], tmp_path: Path) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"], "qc-circle/2022"))
    report = tmp_path / "成果报告.pdf"
    report.write_bytes(thick_pdf(2 * PIECE + 1000))
    page = open_as(draft.author)
    sent: list[str] = []

    def let_through(route: Route, most: int) -> None:
        if route.request.method == "PUT":
            if len(sent) >= most:
                route.abort()
                return
            sent.append(route.request.headers["upload-offset"])
        route.continue_()

    page.goto(f"/applications/{draft.case.pk}/files/")
    page.route("**/uploads/**", lambda route: let_through(route, 1))
    form = page.locator("#send-report")
    form.locator("input[type=file]").set_input_files(report)
    form.get_by_role("button", name="上传").click()
    expect(form.get_by_text("未连接。已传的部分保存在服务器")).to_be_visible()
    assert (grave_faults(page), sideways(page)) == ([], 0)
    shoot(page, "upload-offline")
    page.close(run_before_unload=False)

    page = page.context.new_page()
    page.route("**/uploads/**", lambda route: let_through(route, 9))
    page.goto(f"/applications/{draft.case.pk}/files/")
    expect(page.get_by_text("再选同一个文件，就从断点继续。")).to_be_visible()
    form = page.locator("#send-report")
    form.locator("input[type=file]").set_input_files(report)
    form.get_by_role("button", name="上传").click()
    expect(page.get_by_role("link", name="成果报告.pdf")).to_be_visible(timeout=20_000)
    shoot(page, "upload-done")

    assert sent == ["0", str(PIECE), str(2 * PIECE)]
    assert Attachment.objects.get().file.size == report.stat().st_size
