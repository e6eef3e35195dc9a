"""A public notice freezes its list, stands for exactly its days, and closes by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.cases import make_case
from tests.factories.decisions import make_judged, make_notice, resolve_all, sign_all
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Role
from zhiping.decision import actions
from zhiping.decision.models import NoticeItem, PublicNotice
from zhiping.decision.queries import approval, notices
from zhiping.decision.tasks import close_notices
from zhiping.journal.models import Entry

pytestmark = pytest.mark.django_db

OPENED = datetime(2024, 10, 21, 6, 30, tzinfo=UTC)  # 14:30 in Shanghai
ENDS = datetime(2024, 10, 28, 16, 0, tzinfo=UTC)  # 24:00 of 28 October in Shanghai


def states(notice: PublicNotice) -> list[str]:
    return list(Application.objects.filter(edition=notice.edition).order_by("pk").values_list("state", flat=True))


def test_seven_days_opened_on_21_october_end_at_24_00_of_28_october() -> None:
    notice = make_notice(at=OPENED)

    assert (notice.days, notice.opened_at, notice.closes_at) == (7, OPENED, ENDS)


def test_the_list_is_frozen_with_its_hash_and_a_later_change_of_the_case_does_not_show() -> None:
    notice = make_notice(at=OPENED)
    Application.objects.filter(edition=notice.edition).update(title="改过的题目")

    shown = [item.row["cells"][1] for item in notices.items(notices.notice(notice.pk))]

    assert shown == ["以数据驱动的质量改进模式之1", "以数据驱动的质量改进模式之2"]


def test_nobody_but_the_secretariat_opens_a_notice() -> None:
    edition = make_edition("excellence/2024")

    with pytest.raises(NotAllowed):
        actions.open_notice(edition_id=edition.pk, stage_id="notice", by=make_officer(Role.GUIDING), at=OPENED)


def test_a_stage_that_is_no_notice_is_not_found() -> None:
    edition = make_edition("excellence/2024")

    with pytest.raises(NotFound):
        actions.open_notice(edition_id=edition.pk, stage_id="publish", by=make_officer(), at=OPENED)


def test_a_notice_waits_until_every_case_is_resolved() -> None:
    edition, office = make_edition("excellence/2024"), make_officer()
    make_judged(edition)
    resolve_all(edition, office=office)
    make_judged(edition)

    with pytest.raises(RuleViolation) as refused:
        actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=OPENED)

    assert (refused.value.code, refused.value.facts) == ("notice.unresolved", {"count": 1})


def test_an_empty_list_is_not_put_on_notice() -> None:
    edition = make_edition("excellence/2024")

    with pytest.raises(RuleViolation, match=r"notice\.empty"):
        actions.open_notice(edition_id=edition.pk, stage_id="notice", by=make_officer(), at=OPENED)


def test_a_second_notice_of_the_stage_is_refused() -> None:
    notice = make_notice(at=OPENED)

    with pytest.raises(RuleViolation, match=r"notice\.opened_already"):
        actions.open_notice(edition_id=notice.edition_id, stage_id="notice", by=make_officer(), at=OPENED)


def test_without_the_guiding_units_word_nothing_goes_on_notice() -> None:
    edition, office = make_edition("qc-circle/2022"), make_officer()
    make_judged(edition)
    resolve_all(edition, office=office)

    with pytest.raises(RuleViolation, match=r"sign_off\.missing") as refused:
        actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=OPENED)

    assert refused.value.facts["bodies"] == "市质量工作领导小组办公室(市市场监管局)、市总工会、团市委、市妇联"
    sign_all(edition)
    actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=OPENED)
    assert NoticeItem.objects.count() == 1


@pytest.mark.parametrize("early", [timedelta(microseconds=1), timedelta(days=1)])
def test_a_notice_is_not_closed_before_its_last_second_is_over(early: timedelta) -> None:
    notice = make_notice(at=OPENED)

    with pytest.raises(RuleViolation, match=r"notice\.still_open"):
        actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS - early)

    assert states(notice) == ["notice", "notice"]


def test_closing_confirms_every_case_nobody_objects_to() -> None:
    notice = make_notice(at=OPENED)

    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)

    assert states(notice) == ["publish", "publish"]


def test_closing_twice_changes_nothing() -> None:
    notice = make_notice(at=OPENED)
    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)
    entries = Entry.objects.count()

    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS + timedelta(hours=1))

    assert (states(notice), Entry.objects.count()) == (["publish", "publish"], entries)


def test_a_member_of_the_public_does_not_close_a_notice() -> None:
    notice = make_notice(at=OPENED)

    with pytest.raises(NotAllowed):
        actions.close_notice(notice_id=notice.pk, by=make_officer(Role.COMMITTEE), at=ENDS)


def test_the_worker_closes_what_is_over_by_the_editions_own_clock() -> None:
    notice = make_notice(at=OPENED)  # of 2024: over by the real clock

    close_notices()

    notice.refresh_from_db()
    assert (notice.closed_at is not None, states(notice)) == (True, ["publish", "publish"])


def test_a_case_withdrawn_meanwhile_is_left_alone() -> None:
    notice = make_notice(at=OPENED)
    gone = Application.objects.filter(edition=notice.edition).earliest("pk")
    Application.objects.filter(pk=gone.pk).update(state="withdrawn", phase="ended")

    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)

    assert states(notice) == ["withdrawn", "publish"]


def test_the_hash_tells_a_reader_whether_the_list_is_the_one_agreed() -> None:
    edition, office = make_edition("qc-circle/2022"), make_officer()
    make_judged(edition)
    resolve_all(edition, office=office)
    sign_all(edition)
    before = approval.resolved_hash(edition)

    notice = actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=OPENED)

    assert notice.list_hash == before
    assert make_case(edition, "desk").state == "desk"
