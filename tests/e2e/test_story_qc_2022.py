"""A QC circle's outcome of 2022, from signing up to a certificate that a stranger verifies, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.desks import Desks, main, verify
from tests.e2e.front_half import OPINION, FrontHalf, state
from tests.e2e.people import Cast, follow, show, upload
from tests.factories import panels
from tests.factories.people import make_officer
from zhiping.core.permissions.actor import Role
from zhiping.decision.models import Certificate, PublicNotice
from zhiping.review.models import Assignment
from zhiping.showcase.models import Story

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "提高差压变送器一次校验合格率"


def _on(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=UTC)


def test_a_circle_travels_from_sign_up_to_a_verified_certificate(open_as: Callable[..., Page]) -> None:
    cast = Cast(open_as)
    story = FrontHalf.on(cast, "qc-circle/2022", _on(4, 25))
    edition, author, unit = story.edition, story.author, story.unit
    office, second = make_officer(), make_officer(name="吴干事")
    committee = [make_officer(Role.COMMITTEE, name) for name in ("陶主任", "姜教授", "魏高工")]
    guiding = [make_officer(Role.GUIDING, "联络员", body) for body in story.definition.guiding_units]

    # the unit signs up; the team writes, page by page
    story.sign_up()
    case = story.write(TITLE, {"category": "problem_solving", "domain": "manufacturing"})
    upload(cast.page(author), case.pk, "report")

    # submitting without the unit's opinion says so; the unit endorses; the team submits and gets a receipt
    assert "单位还没有出具意见" in story.refused_to_submit(case)
    points = {
        "topic": "13",
        "causes": "26",
        "measures": "17.5",
        "results": "17",
        "presentation": "4.5",
        "character": "8",
    }
    story.endorse(case, points)
    assert "QC-2022-0001" in story.submit(case)
    assert state() == "recommend"

    # the recommender may not act before its preconditions are in; then it recommends
    show(edition, _on(5, 9))
    assert "推荐之前须先提交" in main(story.recommend(case.pk, OPINION))
    story.hand_in_preconditions()
    story.recommend(case.pk, OPINION)
    assert state() == "screening"

    # the office checks, asks for one supplement, the team answers, the check is passed
    show(edition, _on(6, 8))
    desks = Desks(cast, edition, office)
    desks.find_fault(case.pk, "效益证明未盖章", "二.4")
    assert state() == "screening.supplement"
    story.answer_the_supplement(case, "已补盖章并重新上传。")
    desks.pass_check(case.pk)
    assert state() == "desk"

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
    assert state() == "panel"

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
    assert state() == "approval"

    # proposal, committee, four guiding units
    show(edition, _on(7, 10))
    desks.propose(case.pk, "benchmark", "会审一致建议标杆级，且发表评审通过")
    desks.resolve(case.pk, committee)
    assert state() == "notice"
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
    assert state() == "publish"

    # publication takes two people; then the certificate; a stranger verifies it
    desks.publish("演示〔2022〕1号", second)
    assert state() == "published"
    sheet = desks.certify()
    certificate = Certificate.objects.get()
    assert (certificate.number in sheet, TITLE in sheet.replace("\n", "")) == (True, True)
    told = verify(stranger, certificate.code)
    assert (certificate.number in told, "标杆级" in told) == (True, True)
    assert (grave_faults(stranger), sideways(stranger)) == ([], 0)

    # the team consents, the office publishes the story, everybody reads it
    desks.tell_story(author, case.pk, TITLE)
    stranger.goto("/showcase/?q=校验")
    follow(stranger, stranger.locator("#main").get_by_role("link", name=TITLE).first)
    assert "逐条确认原因并实施对策。" in main(stranger)
    assert Story.objects.get().published_at is not None
