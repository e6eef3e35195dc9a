"""Management excellence 2024: a private firm applies directly and gets a certificate that a stranger verifies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.people import Cast, fill_in, paper, press, show, upload, write_everything, written
from tests.factories import panels
from tests.factories.editions import shipped
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.doors import edition_showing
from zhiping.applications.models import Application
from zhiping.applications.queries.completeness import file_rules
from zhiping.core.permissions.actor import Role
from zhiping.decision import actions as decision
from zhiping.decision.models import Certificate
from zhiping.review import actions as review
from zhiping.review.models import RoundResult

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "“三环联动”质量管理模式"


def _on(month: int, day: int) -> datetime:
    return datetime(2024, month, day, 2, tzinfo=UTC)


def test_an_excellence_case_travels_to_a_verified_certificate(open_as: Callable[..., Page]) -> None:
    cast = Cast(open_as)
    edition = edition_showing(_on(7, 10), "excellence/2024")
    definition = shipped("excellence/2024")
    unit = make_organisation("嘉联精塑科技有限公司", ownership="private", founded_on=date(2001, 5, 1))
    author, admin = make_member(unit, Role.APPLICANT, "陈思远"), make_member(unit, Role.UNIT, "朱砚秋")
    office, second = make_officer(), make_officer(name="吴干事")

    # the author starts, on the way that the rules open for this firm, and fills in the official form field by field
    page = cast.page(author)
    page.goto(f"/applications/start/{edition.pk}/")
    fill_in(page, {"d_category": "model", "way": "way:direct.private"})
    press(page, "开始填写")
    case = Application.objects.select_related("edition", "content", "organisation").get()
    facts = {
        "title": TITLE,
        "organisation": unit.name,
        "person": "陈思远",
        "team": "",
        "uscc": str(unit.uscc),
    }
    write_everything(page, case.pk, written(definition, {"category": "model"}, facts))
    case = Application.objects.select_related("edition", "content", "organisation", "recommender").get()
    for rule in file_rules(case, _on(7, 10)):
        if rule.required:
            upload(page, case.pk, rule.id)

    # the unit gives its sealed opinion; the author submits
    boss = cast.page(admin)
    boss.goto(f"/unit/applications/{case.pk}/endorse/")
    fill_in(boss, {"opinion": "情况属实，同意申报。"})
    boss.locator("#sealed").set_input_files(paper("jpg"))
    boss.locator("#main form:has(#sealed) button").last.click()
    boss.wait_for_load_state()
    page.goto(f"/applications/{case.pk}/submit/")
    assert page.locator("#faults").count() == 0, page.locator("#faults").inner_text()
    press(page, "提交申报")
    assert "E-2024-0001" in page.locator("#main").inner_text()
    assert _state() == "screening"

    # the office passes the formal check; experts score; the panel's word; approval, notice, publication
    show(edition, _on(9, 5))
    page = cast.page(office)
    page.goto(f"/office/screening/{case.pk}/")
    press(page, "运行自动检查")
    press(page, "审查通过")
    assert _state() == "preliminary"
    people = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")]
    panels.seat(edition, "preliminary", people, office)
    review.assign(edition_id=edition.pk, round_id="preliminary", seed="1", by=office, at=_on(9, 20))
    panels.score_all(edition, "preliminary")
    page.goto(f"/office/review/{edition.pk}/preliminary/")
    press(page, "汇总评分")
    fill_in(page, {"level": "excellent", "goes_on": "yes", "reason": "专家组评议一致"})
    press(page, "记录")
    assert RoundResult.objects.get(round_id="preliminary").advanced is True
    for round_id in ("panel", "site_visit"):
        review.conclude_round(edition_id=edition.pk, round_id=round_id, by=office, at=_on(10, 8))
    decision.propose(edition_id=edition.pk, by=office, at=_on(10, 21))
    for name in ("陶主任", "姜教授", "魏高工"):
        member = make_officer(Role.COMMITTEE, name)
        decision.vote(application_id=case.pk, agrees=True, by=member, at=_on(10, 22))
    decision.resolve_as_voted(edition_id=edition.pk, by=office, at=_on(10, 22))
    notice = decision.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=_on(10, 23))
    assert notice.closes_at == datetime(2024, 10, 30, 16, 0, tzinfo=UTC)
    decision.close_notice(notice_id=notice.pk, by=office, at=notice.closes_at)
    prepared = decision.prepare_publication(edition_id=edition.pk, by=office, at=_on(11, 1))
    decision.release(publication_id=prepared.pk, by=second, at=_on(11, 1))
    decision.issue_certificates(edition_id=edition.pk, by=office, at=_on(11, 2))

    # a stranger verifies on a phone
    stranger = open_as(None, phone=True)
    stranger.goto(f"/verify/{Certificate.objects.get().code}/")
    told = stranger.locator("#main").inner_text()
    assert Certificate.objects.get().number in told
    assert "优秀级" in told
    assert (grave_faults(stranger), sideways(stranger)) == ([], 0)


def _state() -> str:
    return Application.objects.values_list("state", flat=True).get()
