"""A QC circle's outcome of 2022, from signing up to a certificate that a stranger verifies, in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.people import Cast, fill_in, paper, press, show, unfold, upload, write_everything, written
from tests.factories import opinions, panels
from tests.factories.editions import make_recommender, shipped
from tests.factories.people import make_member, make_officer, make_organisation, make_team
from tests.web.doors import edition_showing
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.decision.models import Certificate, NoticeItem, PublicNotice
from zhiping.review import actions as review
from zhiping.review.models import Assignment
from zhiping.showcase.models import Story

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "提高差压变送器一次校验合格率"


def _on(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=UTC)


def _state() -> str:
    return Application.objects.values_list("state", flat=True).get()


def test_a_circle_travels_from_sign_up_to_a_verified_certificate(open_as: Callable[..., Page]) -> None:
    cast = Cast(open_as)
    edition = edition_showing(_on(4, 25))
    definition = shipped("qc-circle/2022")
    unit, side = make_organisation("浦江精密仪表有限公司"), make_organisation("市仪器仪表行业协会")
    team = make_team(unit, "晨光QC小组")
    recommender = make_recommender(edition, side)
    author, admin = make_member(unit, Role.APPLICANT, "陈思远"), make_member(unit, Role.UNIT, "朱砚秋")
    officer, office, second = opinions.officer_of(recommender), make_officer(), make_officer(name="吴干事")
    committee = [make_officer(Role.COMMITTEE, name) for name in ("陶主任", "姜教授", "魏高工")]
    guiding = [make_officer(Role.GUIDING, "联络员", body) for body in definition.guiding_units]

    # the unit signs up; the team writes, page by page
    page = cast.page(admin)
    page.goto("/unit/applications/")
    press(page, "报名")
    page = cast.page(author)
    page.goto(f"/applications/start/{edition.pk}/")
    chosen = {"category": "problem_solving", "domain": "manufacturing"}
    wanted = {f"d_{name}": value for name, value in chosen.items()}
    fill_in(page, {**wanted, "team": str(team.pk), "way": f"recommender:{recommender.pk}"})
    press(page, "开始填写")
    case = Application.objects.get()
    facts = {"title": TITLE, "organisation": unit.name, "person": "陈思远", "team": team.name, "uscc": str(unit.uscc)}
    write_everything(page, case.pk, written(definition, chosen, facts))
    upload(page, case.pk, "report")

    # submitting without the unit's opinion says so; the unit endorses; the team submits and gets a receipt
    page.goto(f"/applications/{case.pk}/submit/")
    assert "单位还没有出具意见" in page.locator("#main").inner_text()
    boss = cast.page(admin)
    boss.goto(f"/unit/applications/{case.pk}/endorse/")
    points = {
        "topic": "13",
        "causes": "26",
        "measures": "17.5",
        "results": "17",
        "presentation": "4.5",
        "character": "8",
    }
    fill_in(boss, {f"s-{item}": value for item, value in points.items()} | {"opinion": "成果真实，同意申报。"})
    boss.locator("#sealed").set_input_files(paper("jpg"))
    boss.locator("#main form:has(#sealed) button").last.click()
    boss.wait_for_load_state()
    page.goto(f"/applications/{case.pk}/submit/")
    press(page, "提交申报")
    assert "QC-2022-0001" in page.locator("#main").inner_text()
    assert _state() == "recommend"

    # the recommender may not act before its preconditions are in; then it recommends
    show(edition, _on(5, 9))
    page = cast.page(officer)
    page.goto(f"/recommender/applications/{case.pk}/")
    fill_in(page, {"points": "86.5", "opinion": "活动扎实，同意推荐。"})
    page.locator("#id_sealed").set_input_files(paper("jpg"))
    press(page, "推荐")
    assert "推荐之前须先提交" in page.locator("#main").inner_text()
    opinions.hand_in(recommender, officer)
    page.goto(f"/recommender/applications/{case.pk}/")
    fill_in(page, {"points": "86.5", "opinion": "活动扎实，同意推荐。"})
    page.locator("#id_sealed").set_input_files(paper("jpg"))
    press(page, "推荐")
    assert _state() == "screening"

    # the office checks, asks for one supplement, the team answers, the check is passed
    show(edition, _on(6, 8))
    page = cast.page(office)
    page.goto(f"/office/screening/{case.pk}/")
    press(page, "运行自动检查")
    fill_in(page, {"add-text": "效益证明未盖章", "add-clause": "二.4"})
    press(page, "记入")
    page.locator('#main input[name="findings"]').check()
    press(page, "通知补正")
    assert _state() == "screening.supplement"
    answer = cast.page(author)
    answer.goto(f"/applications/{case.pk}/supplement/")
    answer.locator("#main textarea").first.fill("已补盖章并重新上传。")
    answer.locator("#main form button").last.click()
    answer.wait_for_load_state()
    page.goto(f"/office/screening/{case.pk}/")
    _settle_findings(page)
    press(page, "审查通过")
    assert _state() == "desk"

    # experts commit, conflicts are found in the register, the solver assigns, at least three score
    show(edition, _on(6, 20))
    people = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")]
    insider = panels.make_expert("金丝雀", unit, office=office)
    panels.seat(edition, "desk", [*people, insider], office)
    review.find_conflicts(edition_id=edition.pk, by=office, at=_on(6, 20))
    review.assign(edition_id=edition.pk, round_id="desk", seed="2022-06-20", by=office, at=_on(6, 20))
    assert not Assignment.objects.filter(expert_id=insider.scope_id).exists()
    for person in people:
        _score(cast.page(person), Assignment.objects.get(expert_id=person.scope_id, round_id="desk").pk)
    review.conclude_round(edition_id=edition.pk, round_id="desk", by=office, at=_on(6, 28))
    assert _state() == "panel"

    # the panel votes, the benchmark candidate presents, five score
    members = [panels.make_expert(name, office=office) for name in ("黄维清", "和致远", "穆怀瑾")]
    panels.seat(edition, "panel", members, office, "会审组")
    review.convene(edition_id=edition.pk, round_id="panel", by=office, at=_on(7, 1))
    for member in members:
        page = cast.page(member)
        page.goto(f"/expert/assignments/{Assignment.objects.get(expert_id=member.scope_id).pk}/deliberation/")
        page.locator('#main input[name="level"][value="benchmark"]').check()
        press(page, "表决")
    review.conclude_deliberation(
        application_id=case.pk, goes_on=True, level="benchmark", reason="合议一致", by=office, at=_on(7, 2)
    )
    judges = [panels.make_expert(f"评委{n}", office=office) for n in range(5)]
    panels.seat(edition, "presentation", judges, office, "评委组")
    review.assign(edition_id=edition.pk, round_id="presentation", seed="1", by=office, at=_on(7, 3))
    for judge in judges:
        _score(cast.page(judge), Assignment.objects.get(expert_id=judge.scope_id).pk)
    review.conclude_round(edition_id=edition.pk, round_id="presentation", by=office, at=_on(7, 5))
    assert _state() == "approval"

    # proposal, committee, four guiding units
    show(edition, _on(7, 10))
    page = cast.page(office)
    page.goto(f"/office/decision/{edition.pk}/proposals/")
    press(page, "提出建议等级")
    page.goto(f"/office/decision/cases/{case.pk}/")
    fill_in(page, {"level": "benchmark", "reason": "会审一致建议标杆级，且发表评审通过"})
    press(page, "调整建议等级")
    for member in committee:
        voter = cast.page(member)
        voter.goto(f"/committee/proposals/{case.pk}/")
        voter.locator('#main [name="agrees"][value="yes"]').check()
        voter.locator("#main form button").last.click()
        voter.wait_for_load_state()
    page.goto(f"/office/decision/{edition.pk}/proposals/")
    press(page, "记录已通过的")
    assert _state() == "notice"
    for person in guiding:
        signer = cast.page(person)
        signer.goto(f"/committee/lists/{edition.pk}/")
        signer.locator('#main [name="verdict"][value="agreed"]').check()
        signer.locator("#main form button").last.click()
        signer.wait_for_load_state()

    # public notice; a stranger objects with a real name; the office answers; the notice ends at its last midnight
    page.goto(f"/office/decision/{edition.pk}/notice/")
    press(page, "冻结名单并开始公示")
    notice = PublicNotice.objects.get()
    assert (notice.days, notice.closes_at) == (7, datetime(2022, 7, 17, 16, 0, tzinfo=UTC))
    stranger = open_as(None)
    stranger.goto(f"/notices/items/{NoticeItem.objects.get().pk}/objection/")
    fill_in(stranger, {"name": "钟诚", "contact": "13900000001", "grounds": "请核查活动时间与附件是否一致。" * 3})
    stranger.locator('#main input[type="file"]').set_input_files(paper("pdf"))
    for box in stranger.locator("#main input[type=checkbox]").all():
        box.check()
    press(stranger, "提交异议")
    page.goto(f"/office/decision/{edition.pk}/objections/")
    page.locator("#main table a, #main .tasks a").first.click()
    page.wait_for_load_state()
    assert "钟诚" in page.locator("#main").inner_text()
    fill_in(
        page,
        {
            "upheld": "no",
            "verdict": "refused",
            "outcome": "refused",
            "answer": "经核对，活动时间与附件一致，异议不成立。",
        },
    )
    page.locator("#main form button").last.click()
    page.wait_for_load_state()
    show(edition, _on(7, 18))
    page.goto(f"/office/decision/{edition.pk}/notice/")
    page.locator("#main button[name=close]").click()
    page.wait_for_load_state()
    assert _state() == "publish"

    # publication takes two people; then certificates; a stranger verifies
    page.goto(f"/office/decision/{edition.pk}/publication/")
    fill_in(page, {"document_number": "演示〔2022〕1号"})
    page.locator("#main form button").last.click()
    page.wait_for_load_state()
    other = cast.page(second)
    other.goto(f"/office/decision/{edition.pk}/publication/")
    other.locator("#main form button").first.click()
    other.wait_for_load_state()
    assert _state() == "published"
    page.goto(f"/office/decision/{edition.pk}/certificates/")
    page.locator("#main form button").first.click()
    page.wait_for_load_state()
    certificate = Certificate.objects.get()
    stranger.goto("/verify/")
    fill_in(stranger, {"code": certificate.code})
    stranger.locator("#main form button").last.click()
    stranger.wait_for_load_state()
    told = stranger.locator("#main").inner_text()
    assert certificate.number in told
    assert "标杆级" in told
    assert (grave_faults(stranger), sideways(stranger)) == ([], 0)

    # the team consents, the office publishes the story, everybody reads it
    page = cast.page(author)
    page.goto(f"/outcomes/{case.pk}/consent/")
    fill_in(
        page,
        {"title": TITLE, "summary": "从现场数据出发，找到症结，指标稳定达标。", "body": "逐条确认原因并实施对策。"},
    )
    page.locator('#main input[name="agree"]').check()
    press(page, "同意公开")
    page = cast.page(office)
    page.goto(f"/office/decision/stories/{case.pk}/")
    press(page, "公开")
    stranger.goto("/showcase/?q=校验")
    assert TITLE in stranger.locator("#main").inner_text()
    assert Story.objects.get().published_at is not None


def _score(page: Page, assignment_id: int) -> None:
    page.goto(f"/expert/assignments/{assignment_id}/")
    for line in page.locator("#main [data-points]").all():
        highest = Decimal(line.get_attribute("data-points") or "0")
        line.fill(str((highest * Decimal("0.9") * 2 // 1) / 2))
    page.locator("[data-saved]", has_text="已保存").wait_for()
    press(page, "提交评分")
    assert re.search("评分已提交", page.locator("body").inner_text())


def _settle_findings(page: Page) -> None:
    """Settle every finding that has been answered, with a word why."""
    while page.locator('#main button[value="dismiss"]').count():
        unfold(page)
        settling = page.locator('#main form:has(button[value="dismiss"])').first
        settling.locator("textarea, input[type=text]").first.fill("已核对")
        with page.expect_navigation():
            settling.locator('button[value="dismiss"]').click()
