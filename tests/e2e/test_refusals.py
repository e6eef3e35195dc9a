"""What the trip refuses, in the browser: said in words, with what was typed kept and nothing changed half-way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tests.e2e.desks import Desks, main
from tests.e2e.people import Cast, fill_in, follow, hand_in, press, show, unfold
from tests.factories import drafts, opinions, panels
from tests.factories.cases import make_case
from tests.factories.editions import make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import edition_showing
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.journal.models import Entry
from zhiping.review.models import Assignment

pytestmark = pytest.mark.django_db(transaction=True)
APPLYING = drafts.APPLYING["qc-circle/2022"]
Open = Callable[..., Page]


def _states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def _said(page: Page) -> str:
    return page.locator("body").inner_text()


def test_late_the_page_says_since_when_and_what_can_still_be_done(open_as: Open) -> None:
    edition = edition_showing(APPLYING)
    draft = drafts.endorse(drafts.fill(drafts.begin(edition)))
    page = open_as(draft.author)
    page.goto(f"/applications/{draft.case.pk}/submit/")
    show(edition, datetime(2022, 7, 1, tzinfo=UTC))
    before = Entry.objects.count()

    hand_in(page)

    assert "截止。确有特殊情况，请联系秘书处申请个别延期。" in _said(page)
    assert (_states(), Entry.objects.count()) == (["draft"], before)


def test_over_quota_the_page_cites_the_clause_and_counts_what_is_used(open_as: Open) -> None:
    edition, unit = edition_showing(APPLYING), make_organisation()
    recommender = make_recommender(edition)
    for _place in range(2):
        drafts.submitted(edition, organisation=unit, recommender=recommender)
    third = drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender)))
    page = open_as(third.author)
    page.goto(f"/applications/{third.case.pk}/submit/")

    assert "不超过 2 个" in main(page)
    assert page.get_by_role("button", name="提交申报").count() == 0
    assert _states() == ["recommend", "recommend", "draft"]


def test_incomplete_the_page_lists_every_gap_and_leads_to_it(open_as: Open) -> None:
    draft = drafts.begin(edition_showing(APPLYING))
    page = open_as(draft.author)
    page.goto(f"/applications/{draft.case.pk}/submit/")

    faults = page.locator("#faults")
    assert "单位还没有出具意见" in faults.inner_text()
    assert "缺少材料" in faults.inner_text()
    follow(page, faults.get_by_role("link").first)
    assert f"/applications/{draft.case.pk}/" in page.url
    assert _states() == ["draft"]


def test_a_conflicted_expert_is_not_seated_and_the_typed_reason_stays(open_as: Open) -> None:
    edition, office, unit = edition_showing(panels.REVIEWING["qc-circle/2022"]), make_officer(), make_organisation()
    case = make_case(edition, "desk", organisation=unit)
    insider = panels.make_expert("金丝雀", unit, office=office)
    panels.seat(edition, "desk", [insider, panels.make_expert("顾长庚", office=office)], office)
    desks = Desks(Cast(open_as), edition, office)
    assert "金丝雀" in desks.find_conflicts()
    page = desks.at(f"/office/review/{edition.pk}/desk/assignment/")
    reason = "其他专家临时请假，暂请代评"
    fill_in(page, {"hand-application": case.pk, "hand-expert": insider.scope_id, "hand-reason": reason})
    press(page, "指定")

    assert "这位专家与该成果有利益冲突，不能分配。" in main(page)
    assert page.locator('[name="hand-reason"]').input_value() == reason
    assert not Assignment.objects.exists()


def test_a_wrong_role_gets_a_page_that_says_who_may_and_nothing_of_the_case(open_as: Open) -> None:
    edition = edition_showing(panels.REVIEWING["qc-circle/2022"])
    case = make_case(edition, "desk", title="不可外传的成果名称")
    stranger = open_as(make_member(make_organisation("别家公司"), Role.APPLICANT, "路人"))

    answers = {}
    for path in (f"/office/screening/{case.pk}/", f"/cases/{case.pk}/", f"/committee/proposals/{case.pk}/"):
        answer = stranger.goto(path)
        assert answer is not None
        answers[path.split("/")[1]] = (answer.status, "不可外传" in _said(stranger))
        assert stranger.get_by_role("link").count() > 0

    assert answers == {"office": (403, False), "cases": (404, False), "committee": (403, False)}


def test_in_a_wrong_state_the_second_officer_learns_that_the_case_has_moved(open_as: Open) -> None:
    edition = edition_showing(datetime(2022, 6, 8, 2, tzinfo=UTC))
    case = make_case(edition, "screening")
    cast = Cast(open_as)
    first, second = Desks(cast, edition, make_officer()), Desks(cast, edition, make_officer(name="吴干事"))
    stale = second.at(f"/office/screening/{case.pk}/")
    press(stale, "运行自动检查")
    first.pass_check(case.pk)
    assert _states() == ["desk"]
    before = Entry.objects.count()

    unfold(stale)
    stale.locator('#main form:has(button:text-is("审查通过")) textarea').first.fill("材料齐全，条件符合，同意通过")
    press(stale, "审查通过")

    assert "可能刚刚有人办理过" in main(stale)
    assert stale.locator("blockquote").inner_text() == "材料齐全，条件符合，同意通过"
    follow(stale, stale.get_by_role("link", name="查看成果现在的阶段"))
    assert stale.url.endswith(f"/cases/{case.pk}/")
    assert (_states(), Entry.objects.count()) == (["desk"], before)


def test_a_recommender_that_is_not_ready_yet_keeps_the_opinion_it_typed(open_as: Open) -> None:
    edition = edition_showing(datetime(2022, 5, 9, 2, tzinfo=UTC))
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    draft = drafts.submitted(edition, recommender=recommender, at=APPLYING)
    page = open_as(officer)
    page.goto(f"/recommender/applications/{draft.case.pk}/")
    fill_in(page, {"points": "86.5", "opinion": "活动扎实，同意推荐。"})
    press(page, "推荐")

    assert "推荐之前须先提交" in main(page)
    assert page.locator('[name="opinion"]').input_value() == "活动扎实，同意推荐。"
    assert _states() == ["recommend"]
