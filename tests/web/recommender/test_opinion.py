"""A recommending unit gives its opinion on one case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.factories import drafts, opinions
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_picture
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.programmes.models import Edition
from zhiping.recommendation import queries
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _while_recommending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: opinions.RECOMMENDING["qc-circle/2022"])


def _case(edition: Edition | None = None) -> tuple[drafts.Draft, object, str]:
    draft = drafts.submitted(edition)
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)
    return draft, client_of(officer), f"/recommender/applications/{draft.case.pk}/"


def _seal() -> SimpleUploadedFile:
    return SimpleUploadedFile("推荐表.jpg", make_picture("JPEG"))


def test_the_case_stands_beside_the_form_with_content_and_endorsement() -> None:
    draft, client, address = _case()

    page = client.get(address).content.decode()  # type: ignore[attr-defined]

    assert "成果真实有效，同意申报。" in page  # the unit's opinion
    assert draft.case.title in page
    assert all(f'value="{act}"' in page for act in ("recommend", "return", "decline"))


def test_recommending_with_points_and_seal_moves_the_case_on() -> None:
    draft, client, address = _case()
    opinions.hand_in(draft.recommender, opinions.officer_of(draft.recommender))  # type: ignore[arg-type]

    answer = client.post(  # type: ignore[attr-defined]
        address, {"act": "recommend", "opinion": "活动扎实。", "points": "91.5", "sealed": _seal()}
    )

    given = queries.standing(drafts.reload(draft).case)
    assert answer.status_code == 302
    assert draft.case.phase == "screening"
    assert given is not None
    assert (given.verdict, given.opinion) == ("recommended", "活动扎实。")


@pytest.mark.parametrize("act", ["recommend", "decline"])
def test_an_opinion_is_on_the_application_that_was_on_the_page(act: str) -> None:
    draft, client, address = _case()
    opinions.hand_in(draft.recommender, opinions.officer_of(draft.recommender))  # type: ignore[arg-type]
    read = _read(client.get(address))  # type: ignore[attr-defined]
    client.post(address, {"act": "return", "opinion": "请补充对策实施的数据。"})  # type: ignore[attr-defined]
    draft.at += timedelta(minutes=5)
    drafts.submit(drafts.endorse(drafts.fill(drafts.reload(draft), title="换了一个题目")), key="again")
    sent = {"act": act, "opinion": "活动扎实。", "points": "91.5"}

    stale = client.post(address, sent | {"confirmed": read, "sealed": _seal()})  # type: ignore[attr-defined]
    before = drafts.reload(draft).case.state
    client.post(address, sent | {"confirmed": _read(stale), "sealed": _seal()})  # type: ignore[attr-defined]

    assert CHANGED in stale.content.decode()
    assert "换了一个题目" in stale.content.decode()
    assert "活动扎实。</textarea>" in stale.content.decode()
    assert (before, drafts.reload(draft).case.state == before) == ("recommend", False)


def _read(page: Any) -> str:
    (field,) = html.fromstring(page.content).xpath("//main//input[@name='confirmed']")
    return str(field.get("value"))


def test_what_an_edition_of_points_asks_for_is_explained_and_what_was_typed_is_kept() -> None:
    draft, client, address = _case()

    page = client.post(address, {"act": "recommend", "opinion": "活动扎实，同意。", "points": "88"})  # type: ignore[attr-defined]

    assert page.status_code == 200
    assert "请先改正以下各处" in page.content.decode()
    assert "活动扎实，同意。" in page.content.decode()
    assert drafts.reload(draft).case.phase == "recommendation"


def test_everything_that_stands_against_recommending_is_told_at_once() -> None:
    draft, client, address = _case()

    empty = client.post(address, {"act": "recommend", "opinion": " "}).content.decode()  # type: ignore[attr-defined]
    unread = client.post(address, {"act": "recommend", "points": "很好"}).content.decode()  # type: ignore[attr-defined]

    wanted = ("请写明意见或理由", "请填写得分", "推荐之前须先提交", "盖章")
    assert [words in _summary(empty) for words in wanted] == [True, True, True, True]
    assert [words in _summary(unread) for words in wanted] == [True, False, True, True]
    assert drafts.reload(draft).case.phase == "recommendation"


def _summary(page: str) -> str:
    (note,) = html.fromstring(page).xpath("//main//*[@role='alert']")
    return str(note.text_content())


def test_returning_and_declining_take_a_reason() -> None:
    draft, client, address = _case()

    silent = client.post(address, {"act": "return", "opinion": " "}).content.decode()  # type: ignore[attr-defined]
    client.post(address, {"act": "return", "opinion": "请补充对策实施的数据。"})  # type: ignore[attr-defined]

    assert "请写明意见或理由" in silent
    assert drafts.reload(draft).case.state == "draft"


def test_a_declined_case_ends() -> None:
    draft, client, address = _case()

    client.post(address, {"act": "decline", "opinion": "不属于质量管理小组活动成果。"})  # type: ignore[attr-defined]

    assert drafts.reload(draft).case.state == "declined"


def test_an_act_nobody_offers_changes_nothing() -> None:
    draft, client, address = _case()

    assert client.post(address, {"act": "publish", "opinion": "好"}).status_code == 404  # type: ignore[attr-defined]
    assert drafts.reload(draft).case.phase == "recommendation"


def test_another_recommender_does_not_find_the_case() -> None:
    _draft, _client, address = _case()
    stranger = make_member(make_organisation("市电力行业协会"), Role.RECOMMENDER)

    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address, {"act": "decline", "opinion": "不推荐"}).status_code == 404


def test_the_office_reads_the_page_but_cannot_speak_for_a_recommending_unit() -> None:
    draft, _client, address = _case()
    office = client_of(make_officer())

    assert 'value="recommend"' not in office.get(address).content.decode()
    assert office.post(address, {"act": "decline", "opinion": "不推荐"}).status_code == 403
    assert drafts.reload(draft).case.phase == "recommendation"


def test_an_expert_or_unit_does_not_reach_the_page() -> None:
    draft, _client, address = _case()

    assert client_of(draft.unit).get(address).status_code == 403


def test_in_english_too_a_button_says_what_it_does() -> None:
    _draft, client, address = _case()
    client.cookies["django_language"] = "en"  # type: ignore[attr-defined]

    page = client.get(address).content.decode()  # type: ignore[attr-defined]

    assert [f">{word}</button>" in page for word in ("Recommend", "Return for changes", "Decline")] == [True] * 3


def test_a_form_that_arrives_empty_is_no_act() -> None:
    draft, client, address = _case()

    assert client.post(address, {}).status_code == 404  # type: ignore[attr-defined]
    assert drafts.reload(draft).case.state == "recommend"
