"""What the office, the experts, the committee and the guiding units do at their desks, click by click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e.people import Cast, fill_in, follow, paper, press, unfold
from zhiping.core.permissions.actor import Actor
from zhiping.decision.models import NoticeItem
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment


def main(page: Page) -> str:
    """Return what the main part of a page says."""
    return page.locator("#main").inner_text()


@dataclass
class Desks:
    """The desks of one edition; `office` is the officer who sits at the office's."""

    cast: Cast
    edition: Edition
    office: Actor

    def at(self, path: str) -> Page:
        """Open a page of the office."""
        page = self.cast.page(self.office)
        page.goto(path)
        return page

    def _review(self, rest: str) -> Page:
        return self.at(f"/office/review/{self.edition.pk}/{rest}")

    def _decision(self, rest: str) -> Page:
        return self.at(f"/office/decision/{self.edition.pk}/{rest}/")

    # formal check

    def find_fault(self, case_id: int, text: str, clause: str) -> Page:
        """Run the automatic checks, record a finding and ask for a supplement."""
        page = self.at(f"/office/screening/{case_id}/")
        press(page, "运行自动检查")
        fill_in(page, {"add-text": text, "add-clause": clause})
        press(page, "记入")
        page.locator('#main input[name="findings"]').check()
        press(page, "通知补正")
        return page

    def pass_check(self, case_id: int) -> None:
        """Settle every finding that has been answered, with a word why, and pass the case."""
        page = self.at(f"/office/screening/{case_id}/")
        if page.get_by_role("button", name="运行自动检查").count():
            press(page, "运行自动检查")
        while page.locator('#main button[value="dismiss"]').count():
            unfold(page)
            settling = page.locator('#main form:has(button[value="dismiss"])').first
            settling.locator("textarea, input[type=text]").first.fill("已核对")
            follow(page, settling.locator('button[value="dismiss"]'))
        press(page, "审查通过")

    # review

    def invite(self, people: dict[str, Actor]) -> None:
        """Invite experts of the pool, keyed by name; each accepts and commits to impartiality."""
        page = self._review("experts/")
        for name in people:
            page.get_by_role("checkbox", name=name, exact=True).check()
        press(page, "邀请所选专家")
        press(page, f"确认，办理 {len(people)} 项")
        for expert in people.values():
            asked = self.cast.page(expert)
            asked.goto("/expert/")
            follow(asked, asked.get_by_role("link", name="答复邀请"))
            press(asked, "接受邀请并签署承诺")

    def seat(self, round_id: str, people: dict[str, Actor], panel: str) -> None:
        """Set up a panel of committed experts, the first one leading."""
        page = self._review(f"{round_id}/panels/")
        fill_in(page, {"name": panel})
        press(page, "新建")
        for place, expert in enumerate(people.values()):
            fill_in(page, {"expert": expert.scope_id})
            if place == 0:
                page.locator('#main [name="is_leader"]').check()
            press(page, "聘入")
        shown = main(page)
        assert all(name in shown for name in people)

    def find_conflicts(self) -> str:
        """Compare the experts with the register; return what the page then tells."""
        page = self._review("conflicts/")
        press(page, "重新比对名册")
        return main(page)

    def assign(self, round_id: str, seed: str) -> str:
        """Try the assignment, then run it; return what the trial told."""
        page = self._review(f"{round_id}/assignment/")
        fill_in(page, {"seed": seed})
        press(page, "只试算")
        told = main(page)
        fill_in(page, {"seed": seed})
        press(page, "分配并通知专家")
        return told

    def score(self, expert: Actor, round_id: str) -> None:
        """Let an expert score their one case of a round from the worklist, and hand the card in."""
        page = self.cast.page(expert)
        page.goto("/expert/")
        pk = Assignment.objects.get(expert_id=expert.scope_id, round_id=round_id, ended_at=None).pk
        follow(page, page.locator(f'#main a[href="/expert/assignments/{pk}/"]'))
        for line in page.locator("#main [data-points]").all():
            highest = Decimal(line.get_attribute("data-points") or "0")
            line.fill(
                str((highest * Decimal("0.9") * 2 // 1) / 2) if line.get_attribute("data-percent") is None else "85"
            )
        page.locator("[data-saved]", has_text="已保存").wait_for()
        press(page, "提交评分")
        assert "评分已提交" in page.locator("body").inner_text()

    def conclude(self, round_id: str) -> Page:
        """Merge the scores of a round, or let pass who takes no part in it."""
        page = self._review(f"{round_id}/")
        follow(page, page.locator('#main button[value="conclude"]'))
        return page

    def convene(self, round_id: str) -> None:
        """Call the panel of a deliberation together."""
        press(self._review(f"{round_id}/"), "召集会审")

    def vote_for(self, expert: Actor, level: str) -> None:
        """Let a member of the panel vote for a level."""
        page = self.cast.page(expert)
        page.goto("/expert/")
        follow(page, page.locator('#main a[href$="/deliberation/"]').first)
        page.locator(f'#main input[name="level"][value="{level}"]').check()
        press(page, "表决")

    def record(self, round_id: str, level: str, reason: str) -> None:
        """Record the panel's word on the one case of a round: it goes on."""
        page = self._review(f"{round_id}/")
        fill_in(page, {"level": level, "goes_on": "yes", "reason": reason})
        press(page, "记录")

    # decision

    def propose(self, case_id: int, level: str | None = None, reason: str = "") -> None:
        """Propose levels by the rule; raise or lower one with the reason."""
        press(self._decision("proposals"), "提出建议等级")
        if level:
            page = self.at(f"/office/decision/cases/{case_id}/")
            fill_in(page, {"level": level, "reason": reason})
            press(page, "调整建议等级")

    def resolve(self, case_id: int, committee: list[Actor]) -> None:
        """Let every member of the committee agree; the office records what was voted."""
        for member in committee:
            page = self.cast.page(member)
            page.goto(f"/committee/proposals/{case_id}/")
            page.locator('#main [name="agrees"][value="yes"]').check()
            follow(page, page.locator("#main form button").last)
        press(self._decision("proposals"), "记录已通过的")

    def sign(self, guiding: list[Actor]) -> None:
        """Let each guiding unit agree to the list."""
        for person in guiding:
            page = self.cast.page(person)
            page.goto(f"/committee/lists/{self.edition.pk}/")
            page.locator('#main [name="verdict"][value="agreed"]').check()
            follow(page, page.locator("#main form button").last)

    def open_notice(self) -> None:
        """Freeze the list and open the public notice."""
        press(self._decision("notice"), "冻结名单并开始公示")

    def object(self, stranger: Page, name: str, grounds: str) -> None:
        """Let a stranger object, with a real name and evidence, to the first outcome of the notice."""
        stranger.goto(f"/notices/items/{NoticeItem.objects.get().pk}/objection/")
        fill_in(stranger, {"name": name, "contact": "13900000001", "grounds": grounds})
        stranger.locator('#main input[type="file"]').set_input_files(paper("pdf"))
        for box in stranger.locator("#main input[type=checkbox]").all():
            box.check()
        press(stranger, "提交异议")

    def refuse_objection(self, name: str, answer: str) -> None:
        """Read the objection, with who made it, and refuse it with the reason."""
        page = self._decision("objections")
        follow(page, page.locator("#main table a").first)
        assert name in main(page)
        fill_in(page, {"upheld": "no", "verdict": "refused", "outcome": "refused", "answer": answer})
        press(page, "办结异议")

    def close_notice(self) -> None:
        """End the notice after its last midnight."""
        press(self._decision("notice"), "结束公示")

    def publish(self, number: str, second: Actor) -> None:
        """Prepare the publication; a second officer releases it."""
        page = self._decision("publication")
        fill_in(page, {"document_number": number})
        press(page, "准备名单")
        other = self.cast.page(second)
        other.goto(f"/office/decision/{self.edition.pk}/publication/")
        press(other, "复核无误，发布")

    def certify(self) -> str:
        """Issue the certificate and download it; return the words of the PDF."""
        page = self._decision("certificates")
        press(page, "制发证书", exact=False)
        with page.expect_download() as waited:
            page.locator("#main table a", has_text=re.compile("^PDF$")).click()
        assert waited.value.suggested_filename.endswith(".pdf")
        return "\n".join(sheet.extract_text() for sheet in PdfReader(waited.value.path()).pages)

    def tell_story(self, author: Actor, case_id: int, title: str) -> None:
        """Let the author consent to an outcome's story; the office publishes it."""
        page = self.cast.page(author)
        page.goto(f"/outcomes/{case_id}/consent/")
        words = {
            "title": title,
            "summary": "从现场数据出发，找到症结，指标稳定达标。",
            "body": "逐条确认原因并实施对策。",
        }
        fill_in(page, words)
        page.locator('#main input[name="agree"]').check()
        press(page, "同意公开")
        press(self.at(f"/office/decision/stories/{case_id}/"), "公开")


def verify(stranger: Page, code: str) -> str:
    """Let a stranger type a certificate's code; return what the page tells."""
    stranger.goto("/verify/")
    fill_in(stranger, {"code": code})
    follow(stranger, stranger.locator("#main form button").last)
    return main(stranger)
