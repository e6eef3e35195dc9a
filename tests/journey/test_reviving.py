"""A withdrawn case is taken up again where it was withdrawn, with its place in the quotas."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories import drafts, opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.journal.models import Entry
from zhiping.journey import actions
from zhiping.messages.models import Message
from zhiping.recommendation import actions as recommendation

pytestmark = pytest.mark.django_db
APPLIED = drafts.APPLYING["qc-circle/2022"]
AFTER_APPLYING = datetime(2022, 5, 20, tzinfo=UTC)
AFTER_RECOMMENDING = datetime(2022, 6, 1, tzinfo=UTC)


def _withdrawn(**more: object) -> drafts.Draft:
    draft = drafts.submitted(make_edition(), **more)  # type: ignore[arg-type]
    actions.withdraw(application_id=draft.case.pk, reason="数据有误", by=draft.author, at=draft.at)
    return drafts.reload(draft)


def test_it_comes_back_to_where_it_was_and_everybody_concerned_is_told() -> None:
    draft = _withdrawn()
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)

    actions.revive(application_id=draft.case.pk, reason=" 核实无误 ", by=draft.unit, at=draft.at)

    told = set(Message.objects.filter(code="journey.revived").values_list("to_id", flat=True))
    entry = Entry.objects.get(act="move.revive")
    assert drafts.reload(draft).case.state == "recommend"
    assert (entry.reason, entry.facts["to_state"]) == ("核实无误", "recommend")
    assert {draft.author.user_id, draft.unit.user_id, officer.user_id} == told


def test_withdrawn_again_it_is_told_again() -> None:
    draft = _withdrawn()

    actions.revive(application_id=draft.case.pk, reason="核实无误", by=draft.unit, at=draft.at)
    actions.withdraw(application_id=draft.case.pk, reason="又有误", by=draft.author, at=draft.at)

    assert Message.objects.filter(code="journey.withdrawn", to_id=draft.author.user_id).count() == 2


def test_a_place_filled_meanwhile_refuses_with_the_clause_and_the_two_that_fill_it() -> None:
    unit = make_organisation()
    draft = _withdrawn(organisation=unit)
    fill = {"organisation": unit, "recommender": draft.recommender}
    others = [drafts.submitted(draft.case.edition, title, **fill).case for title in ("甲", "乙")]  # type: ignore[arg-type]

    with pytest.raises(RuleViolations) as refused:
        actions.revive(application_id=draft.case.pk, reason="核实无误", by=draft.unit, at=draft.at)

    (full,) = refused.value.violations
    assert (full.code, full.facts["source"]) == ("quota.two_per_unit", "三.2")
    assert full.facts["cases"] == "、".join(f"{case.number}“{case.title}”" for case in others)
    assert drafts.reload(draft).case.state == "withdrawn"


def test_the_window_it_came_through_must_be_open() -> None:
    before = _withdrawn()
    recommended, _officer = opinions.recommended(before.case.edition, recommender=before.recommender)
    by = recommended.unit
    actions.withdraw(application_id=recommended.case.pk, reason="有误", by=by, at=AFTER_APPLYING)

    with pytest.raises(RuleViolations) as late:
        actions.revive(application_id=before.case.pk, reason="x", by=before.unit, at=AFTER_APPLYING)
    with pytest.raises(RuleViolations) as too_late:
        actions.revive(application_id=recommended.case.pk, reason="x", by=by, at=AFTER_RECOMMENDING)
    actions.revive(application_id=recommended.case.pk, reason="x", by=by, at=AFTER_APPLYING)

    assert [one.value.violations[0].code for one in (late, too_late)] == ["window.closed", "window.closed"]
    assert drafts.reload(recommended).case.state == "screening"


def test_a_recommender_that_has_handed_its_package_in_takes_nothing_back() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    draft = drafts.submitted(recommender.edition, recommender=recommender)
    actions.withdraw(application_id=draft.case.pk, reason="有误", by=draft.author, at=APPLIED)
    at = opinions.RECOMMENDING["qc-circle/2022"]
    recommendation.hand_in_package(recommender_id=recommender.pk, by=officer, at=at)

    with pytest.raises(RuleViolations) as refused:
        actions.revive(application_id=draft.case.pk, reason="x", by=draft.author, at=APPLIED)

    assert [one.code for one in refused.value.violations] == ["route.recommender_done"]


def test_what_was_withdrawn_from_the_review_stays_so_and_a_declined_case_was_never_withdrawn() -> None:
    edition = make_edition()
    judged, declined = make_case(edition, "desk"), make_case(edition, "declined")
    units = [make_member(case.organisation, Role.UNIT) for case in (judged, declined)]
    actions.withdraw(application_id=judged.pk, reason="有误", by=units[0], at=APPLIED)

    with pytest.raises(RuleViolation, match="revive.too_late"):
        actions.revive(application_id=judged.pk, reason="x", by=units[0], at=APPLIED)
    with pytest.raises(RuleViolation, match="revive.not_withdrawn"):
        actions.revive(application_id=declined.pk, reason="x", by=units[1], at=APPLIED)

    clients = [client_of(by) for by in units]
    said = [
        client.post(f"/cases/{case.pk}/revive/", {"reason": "x"}).content.decode()
        for client, case in zip(clients, (judged, declined), strict=True)
    ]
    assert "这项申报是进入评审以后撤回的：评审已由其他申报继续" in said[0]
    assert "只有已撤回的申报可以恢复。" in said[1]
    assert "恢复申报" not in clients[1].get(f"/cases/{declined.pk}/").content.decode()


def test_who_withdraws_from_the_review_reads_before_that_it_stays_so_and_afterwards_why() -> None:
    edition = make_edition()
    judged, checked = make_case(edition, "desk"), make_case(edition, "screening")
    client, other = (client_of(make_member(case.organisation, Role.UNIT)) for case in (judged, checked))
    final = "这项申报已进入评审：现在撤回，不能再恢复。"

    before = [
        one.get(f"/cases/{case.pk}/withdraw/").content.decode() for one, case in ((client, judged), (other, checked))
    ]
    client.post(f"/cases/{judged.pk}/withdraw/", {"reason": "数据有误"})
    after = client.get(f"/cases/{judged.pk}/revive/").content.decode()

    assert [final in page for page in before] == [True, False]
    assert "它经过的窗口已于 2022-05-31 24:00:00 关闭：现在撤回，不能再恢复。" in before[1]
    assert "只有进入评审以前撤回的可以恢复。" in after
    assert 'name="reason"' not in after


def test_the_case_page_offers_it_with_its_end_and_no_longer_than_the_act_takes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = _withdrawn()
    link, client = f"/cases/{draft.case.pk}/revive/", client_of(draft.author)

    def shown(at: datetime) -> str:
        monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: at)
        return client.get(f"/cases/{draft.case.pk}/").content.decode()

    open_still, closed = shown(APPLIED), shown(AFTER_APPLYING)

    assert [link in page for page in (open_still, closed)] == [True, False]
    assert "回到撤回以前的环节，重新占用名额；2022-05-10 24:00:00 以前可以恢复，名额被占满后不能恢复。" in open_still
    assert "不能恢复申报" in closed
    assert "已于 2022-05-10 24:00:00 截止。" in closed


def test_the_case_page_offers_none_while_others_fill_the_places_and_says_who(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: APPLIED)
    unit = make_organisation()
    draft = _withdrawn(organisation=unit)
    for title in ("甲", "乙"):
        drafts.submitted(draft.case.edition, title, organisation=unit, recommender=draft.recommender)

    page = client_of(draft.unit).get(f"/cases/{draft.case.pk}/").content.decode()

    assert f"/cases/{draft.case.pk}/revive/" not in page
    assert "“甲”" in page
    assert "“乙”" in page


def test_what_was_withdrawn_from_the_review_is_not_offered_to_be_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: APPLIED)
    judged = make_case(make_edition(), "desk")
    by = make_member(judged.organisation, Role.UNIT)
    actions.withdraw(application_id=judged.pk, reason="有误", by=by, at=APPLIED)

    page = client_of(by).get(f"/cases/{judged.pk}/").content.decode()

    assert f"/cases/{judged.pk}/revive/" not in page
    assert "不能恢复申报" in page
    assert "这项申报是进入评审以后撤回的" in page


def test_who_withdraws_reads_until_when_it_can_be_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: APPLIED)
    draft = drafts.submitted()

    page = client_of(draft.unit).get(f"/cases/{draft.case.pk}/withdraw/").content.decode()

    assert (
        "撤回后占用的名额随即释放。2022-05-10 24:00:00 以前可以恢复，那时名额已满的不能恢复；此后不能再申报。" in page
    )


def test_a_window_that_has_closed_is_told_before_anybody_writes_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = _withdrawn()
    here, client = f"/cases/{draft.case.pk}/revive/", client_of(draft.author)

    monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: APPLIED)
    open_still = client.get(here).content.decode()
    monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: AFTER_APPLYING)
    closed = client.get(here).content.decode()

    assert ["现在不能恢复" in page for page in (open_still, closed)] == [False, True]
    assert ['name="reason"' in page for page in (open_still, closed)] == [True, False]


def test_it_needs_a_reason_and_a_right_to() -> None:
    draft = _withdrawn()
    revive = {"application_id": draft.case.pk, "at": draft.at}

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.revive(reason=" ", by=draft.author, **revive)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.revive(reason="x", by=make_member(make_organisation(), Role.UNIT), **revive)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.revive(reason="x", by=make_officer(), **revive)  # type: ignore[arg-type]


def test_a_draft_comes_back_as_a_draft_and_the_page_leads_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiping.programmes.queries.now", lambda _edition, **_real: APPLIED)
    case = make_case(make_edition(), "draft", recommender=None)
    client = client_of(make_member(case.organisation, Role.UNIT))
    client.post(f"/cases/{case.pk}/withdraw/", {"reason": "填错了"})

    page = client.get(f"/cases/{case.pk}/").content.decode()
    silent = client.post(f"/cases/{case.pk}/revive/", {"reason": ""})
    answer = client.post(f"/cases/{case.pk}/revive/", {"reason": "接着填"})
    case.refresh_from_db()

    assert f"/cases/{case.pk}/revive/" in page
    assert silent.status_code == 409
    assert (answer.headers["Location"], case.state) == (f"/cases/{case.pk}/", "draft")
