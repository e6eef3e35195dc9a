"""A QC circle's outcome of 2022, from signing up to a certificate that a stranger verifies, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.desks import Desks, main, verify
from tests.e2e.people import (
    Cast,
    fill_in,
    hand_in,
    paper,
    press,
    sealed_sheet,
    show,
    upload,
    write_everything,
    written,
)
from tests.factories import opinions, panels
from tests.factories.editions import make_recommender, shipped
from tests.factories.people import make_member, make_officer, make_organisation, make_team
from tests.web.doors import edition_showing
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.decision.models import Certificate, PublicNotice
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
    boss.locator("#sealed").set_input_files(sealed_sheet(boss, case.pk))
    boss.locator("#main form:has(#sealed) button").last.click()
    boss.wait_for_load_state()
    page.goto(f"/applications/{case.pk}/submit/")
    hand_in(page)
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
    for asked in definition.route.preconditions:
        page.goto("/recommender/summary/")
        figures = {name: str(number) for name, number in opinions.FIGURES.items()}
        fill_in(
            page, {f"{asked.id}-{name}": said for name, said in {"text": "广泛发动，择优推荐。", **figures}.items()}
        )
        with page.expect_navigation():
            page.locator(f'#main form:has([name="kind"][value="{asked.id}"]) button').click()
        assert page.locator("#main [role=alert]").count() == 0
    page.goto(f"/recommender/applications/{case.pk}/")
    fill_in(page, {"points": "86.5", "opinion": "活动扎实，同意推荐。"})
    page.locator("#id_sealed").set_input_files(paper("jpg"))
    press(page, "推荐")
    assert _state() == "screening"

    # the office checks, asks for one supplement, the team answers, the check is passed
    show(edition, _on(6, 8))
    desks = Desks(cast, edition, office)
    desks.find_fault(case.pk, "效益证明未盖章", "二.4")
    assert _state() == "screening.supplement"
    answer = cast.page(author)
    answer.goto(f"/applications/{case.pk}/supplement/")
    answer.locator("#main textarea").first.fill("已补盖章并重新上传。")
    answer.locator("#main form button").last.click()
    answer.wait_for_load_state()
    desks.pass_check(case.pk)
    assert _state() == "desk"

    # experts commit, conflicts are found in the register, the solver assigns, three score
    show(edition, _on(6, 20))
    people = {name: panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")}
    insider = {"金丝雀": panels.make_expert("金丝雀", unit, office=office)}
    desks.invite(people | insider)
    desks.seat("desk", people | insider, "第一评审组")
    found = desks.find_conflicts()
    assert ("金丝雀" in found, "顾长庚" in found) == (True, False)
    assert "每项成果的专家都够" in desks.assign("desk", "2022-06-20")
    assert not Assignment.objects.filter(expert_id=insider["金丝雀"].scope_id).exists()
    for expert in people.values():
        desks.score(expert, "desk")
    show(edition, _on(6, 28))
    desks.conclude("desk")
    assert _state() == "panel"

    # the panel votes, the benchmark candidate presents, five score
    show(edition, _on(7, 1))
    members = {name: panels.make_expert(name, office=office) for name in ("黄维清", "和致远", "穆怀瑾")}
    desks.invite(members)
    desks.seat("panel", members, "会审组")
    desks.convene("panel")
    for member in members.values():
        desks.vote_for(member, "benchmark")
    desks.record("panel", "benchmark", "合议一致")
    judges = {f"评委{n}": panels.make_expert(f"评委{n}", office=office) for n in "甲乙丙丁戊"}
    desks.invite(judges)
    desks.seat("presentation", judges, "评委组")
    desks.assign("presentation", "2022-07-03")
    for judge in judges.values():
        desks.score(judge, "presentation")
    show(edition, _on(7, 5))
    desks.conclude("presentation")
    assert _state() == "approval"

    # proposal, committee, four guiding units
    show(edition, _on(7, 10))
    desks.propose(case.pk, "benchmark", "会审一致建议标杆级，且发表评审通过")
    desks.resolve(case.pk, committee)
    assert _state() == "notice"
    desks.sign(guiding)

    # public notice; a stranger objects with a real name; the office answers; the notice ends at its last midnight
    desks.open_notice()
    notice = PublicNotice.objects.get()
    assert (notice.days, notice.closes_at) == (7, datetime(2022, 7, 17, 16, 0, tzinfo=UTC))
    stranger = open_as(None)
    desks.object(stranger, "钟诚", "请核查活动时间与附件是否一致。" * 3)
    desks.refuse_objection("钟诚", "经核对，活动时间与附件一致，异议不成立。")
    show(edition, _on(7, 18))
    desks.close_notice()
    assert _state() == "publish"

    # publication takes two people; then the certificate; a stranger verifies it
    desks.publish("演示〔2022〕1号", second)
    assert _state() == "published"
    sheet = desks.certify()
    certificate = Certificate.objects.get()
    assert (certificate.number in sheet, TITLE in sheet.replace("\n", "")) == (True, True)
    told = verify(stranger, certificate.code)
    assert (certificate.number in told, "标杆级" in told) == (True, True)
    assert (grave_faults(stranger), sideways(stranger)) == ([], 0)

    # the team consents, the office publishes the story, everybody reads it
    desks.tell_story(author, case.pk, TITLE)
    stranger.goto("/showcase/?q=校验")
    stranger.locator("#main").get_by_role("link", name=TITLE).first.click()
    stranger.wait_for_load_state()
    assert "逐条确认原因并实施对策。" in main(stranger)
    assert Story.objects.get().published_at is not None
