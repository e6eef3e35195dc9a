"""An objection is heard inside the period, under a real name that only the office sees, and answered with reasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag

from tests.documents.sheets import SHEETS
from tests.factories.decisions import make_notice
from tests.factories.people import make_officer
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import ANYONE, SYSTEM, Role
from zhiping.core.permissions.words import Field
from zhiping.decision import actions
from zhiping.decision.actions.objections import Evidence, Identity
from zhiping.decision.models import NoticeItem, Objection, PublicNotice
from zhiping.decision.queries import facts_for_case, notices
from zhiping.documents.actions import typeset
from zhiping.journal.models import Entry
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db

OPENED = datetime(2024, 10, 21, 6, 30, tzinfo=UTC)
ENDS = datetime(2024, 10, 28, 16, 0, tzinfo=UTC)
WHO = Identity(name="赵实名", contact="zhao.shiming@example.org", unit="临江实业公司")
PROOF = Evidence(name="赵实名的证明.pdf", content=typeset("receipt", SHEETS["receipt"], at=OPENED))


def file(item: NoticeItem, at: datetime = OPENED, **changes: object) -> Objection:
    given = {"identity": WHO, "grounds": "数据与公开年报不符。", "evidence": PROOF} | changes
    return actions.file_objection(item_id=item.pk, at=at, **given)  # type: ignore[arg-type]


def state_of(item: NoticeItem) -> str:
    return Application.objects.get(pk=item.application_id).state


@pytest.fixture
def notice() -> PublicNotice:
    return make_notice(at=OPENED)


@pytest.fixture
def item(notice: PublicNotice) -> NoticeItem:
    return notice.items.earliest("pk")


@pytest.mark.parametrize("at", [OPENED, ENDS - timedelta(microseconds=1)])
def test_an_objection_is_heard_from_the_opening_to_the_last_instant(item: NoticeItem, at: datetime) -> None:
    assert file(item, at).state == "open"


@pytest.mark.parametrize("at", [OPENED - timedelta(microseconds=1), ENDS, ENDS + timedelta(days=1)])
def test_outside_the_period_it_is_refused_and_nothing_is_kept(item: NoticeItem, at: datetime) -> None:
    with pytest.raises(RuleViolation) as refused:
        file(item, at)

    assert (refused.value.code, refused.value.facts) == ("objection.outside_period", {"closes_at": ENDS})
    assert Objection.objects.count() == 0


def test_every_reason_is_told_at_once(item: NoticeItem) -> None:
    with pytest.raises(RuleViolations) as refused:
        file(item, identity=Identity(" ", ""), grounds=" ", evidence=None)

    assert [v.code for v in refused.value.violations] == [
        "objection.without_name",
        "objection.without_contact",
        "objection.without_grounds",
        "objection.without_evidence",
    ]


def test_the_database_and_the_journal_hold_no_readable_name(item: NoticeItem) -> None:
    objection = file(item)

    sealed = bytes(Objection.objects.get(pk=objection.pk).identity)
    entry = Entry.objects.filter(act="decision.file_objection").get()
    kept = f"{entry.facts}{entry.actor_name}{entry.reason}{objection.evidence.name}"
    written = "".join(f"{m.subject}{m.body}{m.facts}{m.link}" for m in Message.objects.all())
    assert [w for w in ("赵实名", "zhao.shiming", "临江实业") if w in kept + written or w.encode() in sealed] == []
    assert entry.user_id is None


def test_only_the_secretariat_learns_who_objects(item: NoticeItem) -> None:
    objection = notices.objection(file(item).pk)

    known = notices.objector(objection, make_officer())

    assert known == {"name": "赵实名", "unit": "临江实业公司", "contact": "zhao.shiming@example.org"}
    for role in (Role.COMMITTEE, Role.GUIDING, Role.OPERATOR):
        with pytest.raises(NotAllowed):
            notices.objector(objection, make_officer(role))
    with pytest.raises(NotAllowed):
        notices.objector(objection, ANYONE)


def test_the_sealed_name_opens_nowhere_but_in_its_own_objection(item: NoticeItem) -> None:
    first, second = file(item), file(item)
    Objection.objects.filter(pk=second.pk).update(identity=bytes(Objection.objects.get(pk=first.pk).identity))

    with pytest.raises(InvalidTag):
        notices.objector(notices.objection(second.pk), make_officer())


def test_the_case_page_never_carries_the_objector(item: NoticeItem) -> None:
    file(item)

    shown = str(facts_for_case(Application.objects.get(pk=item.application_id), frozenset(Field)))

    assert [w for w in ("赵实名", "zhao", "临江") if w in shown] == []


def test_only_the_item_objected_to_is_held_up(notice: PublicNotice, item: NoticeItem) -> None:
    file(item)

    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)

    other = notice.items.latest("pk")
    assert (state_of(item), state_of(other)) == ("notice", "publish")


def test_a_refused_objection_lets_the_item_go_on_at_the_close(notice: PublicNotice, item: NoticeItem) -> None:
    objection = file(item)
    actions.settle_objection(
        objection_id=objection.pk, upheld=False, answer="经核对，数据一致。", by=make_officer(), at=OPENED
    )

    assert state_of(item) == "notice"
    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)
    assert state_of(item) == "publish"


def test_an_upheld_objection_takes_the_item_out_at_the_close(notice: PublicNotice, item: NoticeItem) -> None:
    objection = file(item)
    actions.settle_objection(
        objection_id=objection.pk, upheld=True, answer="数据确有不实。", by=make_officer(), at=OPENED
    )

    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)

    assert state_of(item) == "not_selected"


@pytest.mark.parametrize(("upheld", "state"), [(True, "not_selected"), (False, "publish")])
def test_settled_after_the_close_the_item_moves_at_once(
    notice: PublicNotice, item: NoticeItem, upheld: bool, state: str
) -> None:
    objection = file(item)
    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)

    later = ENDS + timedelta(days=3)
    actions.settle_objection(objection_id=objection.pk, upheld=upheld, answer="核查完毕。", by=make_officer(), at=later)

    assert state_of(item) == state


def test_two_objections_hold_the_item_until_both_are_settled(notice: PublicNotice, item: NoticeItem) -> None:
    first, second = file(item), file(item)
    actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=ENDS)

    actions.settle_objection(objection_id=first.pk, upheld=False, answer="不成立。", by=make_officer(), at=ENDS)
    held = state_of(item)
    actions.settle_objection(objection_id=second.pk, upheld=False, answer="不成立。", by=make_officer(), at=ENDS)

    assert (held, state_of(item)) == ("notice", "publish")


def test_an_objection_is_settled_once_and_with_reasons(item: NoticeItem) -> None:
    objection, office = file(item), make_officer()

    with pytest.raises(RuleViolation, match=r"objection\.without_answer"):
        actions.settle_objection(objection_id=objection.pk, upheld=True, answer=" ", by=office, at=OPENED)
    actions.settle_objection(objection_id=objection.pk, upheld=True, answer="成立。", by=office, at=OPENED)
    with pytest.raises(RuleViolation, match=r"objection\.settled_already"):
        actions.settle_objection(objection_id=objection.pk, upheld=False, answer="不成立。", by=office, at=OPENED)


def test_nobody_but_the_secretariat_settles(item: NoticeItem) -> None:
    objection = file(item)

    with pytest.raises(NotAllowed):
        actions.settle_objection(
            objection_id=objection.pk, upheld=True, answer="成立。", by=make_officer(Role.COMMITTEE), at=OPENED
        )


def test_whoever_holds_the_code_follows_the_case_and_nobody_else(item: NoticeItem) -> None:
    objection = file(item)
    actions.settle_objection(
        objection_id=objection.pk, upheld=False, answer="经核对一致。", by=make_officer(), at=OPENED
    )

    status = notices.status_by_code(objection.code)

    assert (status.state, status.answer) == ("refused", "经核对一致。")
    with pytest.raises(NotFound):
        notices.status_by_code("0000-0000-0000")


def test_after_publication_nobody_objects(item: NoticeItem) -> None:
    Application.objects.filter(pk=item.application_id).update(state="published", phase="published")

    with pytest.raises(NotAllowed):
        file(item)
