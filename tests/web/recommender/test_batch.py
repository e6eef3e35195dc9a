"""Several waiting cases recommended in one step: tried, confirmed, each by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.factories import opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_picture
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.applications.models import Application, Version
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journey import actions as journey
from zhiping.journey.models import Run
from zhiping.organisations.models import Organisation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions
from zhiping.recommendation.models import OwnScore, PreApproval, Recommendation
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db
PAGE = "/recommender/ranking/recommend/"
AT = opinions.RECOMMENDING["qc-circle/2020"]


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: AT)


def _unit(**recommender: bool) -> tuple[Recommender, Actor]:
    found = make_recommender(make_edition("qc-circle/2020"), **recommender)
    officer = opinions.officer_of(found)
    opinions.hand_in(found, officer)
    return found, officer


def _waiting(recommender: Recommender, officer: Actor, title: str, points: str, unit: Organisation) -> int:
    case = make_case(
        recommender.edition, "recommend", title=title, organisation=unit, recommender=recommender,
        category="innovative",
    )  # fmt: skip
    Version.objects.create(
        application=case, number=1, answers={}, dimensions=case.dimensions, attachments=[], content_hash="0" * 64,
        occasion="submission", frozen_at=AT,
    )  # fmt: skip
    if points:
        given = {"reviewer": "张评委", "points": Decimal(points)}
        actions.score(application_id=case.pk, by=officer, at=AT, **given)  # type: ignore[arg-type]
    return case.pk


def _try(client: Client, rows: list[int], **more: Any) -> html.HtmlElement:
    return html.fromstring(client.post(PAGE, {"rows": rows, **more}).content.decode())


def _confirm(client: Client, page: html.HtmlElement, **more: Any) -> Any:
    return client.post(PAGE, {**confirmation_of(page), **more}, follow=True)


def _pages(rows: list[int]) -> dict[str, SimpleUploadedFile]:
    return {f"sealed-{pk}": SimpleUploadedFile("推荐表.jpg", make_picture("JPEG")) for pk in rows}


def _standing() -> dict[str, str]:
    return dict(Application.objects.values_list("title", "phase"))


def test_the_better_of_two_gets_the_place_and_the_other_is_named_with_clause_and_case() -> None:
    recommender, officer = _unit()
    factory, client = make_organisation("第一仪表厂"), client_of(officer)
    rows = [
        _waiting(recommender, officer, "甲", "80", factory),
        _waiting(recommender, officer, "乙", "90", factory),
        _waiting(recommender, officer, "丙", "", make_organisation("第二仪表厂")),
    ]

    page = _try(client, rows)
    untouched = _standing()
    reasons = {
        str(lot.xpath("string(summary)")).strip(): lot.xpath(".//a/text()") for lot in page.xpath("//main//details")
    }
    answer = _confirm(client, page, opinion="同意推荐。", **_pages(rows))

    assert [dd.text for dd in page.xpath("//dl[@class='facts']//dd")] == ["3", "1", "2"]
    assert page.xpath("//form//tbody//a/text()") == ["乙"]
    assert "本项为第 1 个，最多 1 个" in page.text_content()
    assert set(untouched.values()) == {"recommendation"}
    assert sorted(map(tuple, reasons.values())) == [("丙",), ("甲",)]
    assert any("三.3" in reason and "“乙”" in reason for reason in reasons)
    assert "已推荐 1 项，进入形式审查。" in answer.content.decode()
    assert _standing() == {"甲": "recommendation", "乙": "screening", "丙": "recommendation"}


def test_what_is_typed_stays_when_pages_or_words_are_missing() -> None:
    recommender, officer = _unit()
    rows = [_waiting(recommender, officer, "甲", "80", make_organisation())]
    client = client_of(officer)
    page = _try(client, rows)

    no_page = _confirm(client, page, opinion="同意推荐。")
    no_words = _confirm(client, page, **_pages(rows))

    assert no_page.status_code == 409
    assert "还缺：甲。" in no_page.content.decode()
    assert "同意推荐。" in no_page.content.decode()
    assert "请写明意见或理由。" in no_words.content.decode()
    assert _standing() == {"甲": "recommendation"}


def test_what_changed_after_it_was_shown_is_shown_again_and_not_done() -> None:
    recommender, officer = _unit()
    rows = [_waiting(recommender, officer, "甲", "80", make_organisation())]
    client = client_of(officer)
    page = _try(client, rows)
    actions.score(application_id=rows[0], reviewer="李评委", points=Decimal(60), by=officer, at=AT)

    answer = _confirm(client, page, opinion="同意推荐。", **_pages(rows))

    assert "所列内容在您查看以后有变动" in answer.content.decode()
    assert _standing() == {"甲": "recommendation"}


def test_a_place_that_went_to_another_meanwhile_is_shown_again_with_the_place_that_is_left() -> None:
    recommender, officer = _unit()
    factory, client = make_organisation("第一仪表厂"), client_of(officer)
    rows = [_waiting(recommender, officer, "甲", "80", factory)]
    page = _try(client, rows)
    other = Application.objects.filter(pk=_waiting(recommender, officer, "乙", "90", factory))
    other.update(phase="screening", dimensions={"category": "problem_solving"})

    answer = _confirm(client, page, opinion="同意推荐。", **_pages(rows))

    assert "本项为第 1 个，最多 2 个" in page.text_content()
    assert answer.status_code == 409
    assert "所列内容在您查看以后有变动" in answer.content.decode()
    assert "本项为第 2 个，最多 2 个" in answer.content.decode()
    assert _standing() == {"甲": "recommendation", "乙": "screening"}


def test_nothing_ticked_and_what_is_decided_already_lead_back() -> None:
    recommender, officer = _unit()
    stranger = make_recommender(recommender.edition, make_organisation("另一推荐单位"))
    foreign = _waiting(stranger, opinions.officer_of(stranger), "别家", "", make_organisation())
    client = client_of(officer)

    answers = [client.post(PAGE, sent, follow=True) for sent in ({}, {"rows": [foreign]})]

    assert {answer.redirect_chain[0][0] for answer in answers} == {
        f"/recommender/ranking/?edition={recommender.edition_id}"
    }
    assert all("请先勾选等待意见的成果。" in answer.content.decode() for answer in answers)
    assert client.get(PAGE).status_code == 302


def test_what_the_unit_itself_lacks_stands_against_every_case_and_a_virtual_one_needs_the_offices_word() -> None:
    recommender = make_recommender(make_edition("qc-circle/2020"))
    officer, office = opinions.officer_of(recommender), make_officer()
    rows = [_waiting(recommender, officer, title, "80", make_organisation()) for title in "甲乙"]
    virtual = programmes.recommenders(make_edition("qc-circle/2022")).get(is_virtual=True)
    theirs = _waiting(virtual, office, "代", "", make_organisation())

    own = _try(client_of(officer), rows).xpath("//main//details")
    offices = _try(client_of(office), [theirs]).xpath("//main//details/summary")

    assert [(len(lot.xpath(".//a")), "推荐之前须先提交" in lot.text_content()) for lot in own] == [(2, True)]
    assert any("尚未经秘书处确认" in lot.text_content() for lot in offices)


def test_a_refusal_in_between_stops_nothing_else() -> None:
    recommender, officer = _unit()
    good = _waiting(recommender, officer, "甲", "80", make_organisation())
    run = {"opinion": "同意", "sealed": lambda _pk: ("页.jpg", make_picture("JPEG")), "by": officer, "at": AT}

    outcome = actions.recommend_all(application_ids=[0, good], **run)  # type: ignore[arg-type]

    assert (outcome.done, list(outcome.refused)) == ([good], [0])


def _left_to_a_job(monkeypatch: pytest.MonkeyPatch) -> tuple[Actor, list[int]]:
    """Return the office and two cases that wait for it, more than a page takes at once."""
    monkeypatch.setattr("zhiping.web.recommender.views.batch.MOST", 1)
    office, edition = make_officer(), make_edition("qc-circle/2022")
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: opinions.RECOMMENDING["qc-circle/2022"])
    virtual = programmes.recommenders(edition).get(is_virtual=True)
    rows = [_waiting(virtual, office, title, "", make_organisation()) for title in "甲乙"]
    for pk in rows:
        OwnScore.objects.create(
            application_id=pk, recommender=virtual, reviewer="张评委", points=80, source="typed", given_at=AT,
            given_by_id=office.person_id,
        )  # fmt: skip
        PreApproval.objects.create(application_id=pk, approved=True, decided_at=AT, decided_by_id=office.person_id)
    return office, rows


def test_more_than_a_page_waits_for_are_left_to_a_job_that_recommends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    office, rows = _left_to_a_job(monkeypatch)
    client = client_of(office)

    silent = _confirm(client, _try(client, rows), opinion=" ")
    answer = _confirm(client, _try(client, rows), opinion="同意推荐。")
    before = _standing()
    run = Run.objects.get()
    journey.work_run(run_id=run.pk, clock=lambda: AT)

    assert silent.status_code == 409
    assert answer.redirect_chain == [(f"/runs/{run.pk}/", 302)]
    assert (before, _standing()) == (dict.fromkeys("甲乙", "recommendation"), dict.fromkeys("甲乙", "screening"))
    assert set(Recommendation.objects.values_list("opinion", "given_by")) == {("同意推荐。", office.user_id)}


def test_what_comes_again_before_the_job_has_its_turn_is_not_recommended_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office, rows = _left_to_a_job(monkeypatch)
    client = client_of(office)
    _confirm(client, _try(client, rows), opinion="同意推荐。")
    Application.objects.filter(pk=rows[0]).update(submitted_at=AT)

    journey.work_run(run_id=Run.objects.get().pk, clock=lambda: AT)

    assert CHANGED in client.get(f"/runs/{Run.objects.get().pk}/").content.decode()
    assert _standing() == {"甲": "recommendation", "乙": "screening"}


def test_a_trial_takes_the_same_queries_for_one_and_three_cases(django_assert_num_queries: Any) -> None:
    recommender, officer = _unit()
    client = client_of(officer)
    rows = [_waiting(recommender, officer, title, "80", make_organisation(title)) for title in "甲乙丙"]
    _try(client, rows)

    for few in (rows[:1], rows):
        with django_assert_num_queries(8):
            _try(client, few)


def test_a_unit_reaches_no_batch() -> None:
    assert client_of(make_member(make_organisation(), Role.UNIT)).post(PAGE, {}).status_code == 403
