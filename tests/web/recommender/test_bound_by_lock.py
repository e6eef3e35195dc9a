"""What comes again between the look at a confirmation and the lock is not recommended unread."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.factories import drafts, opinions
from tests.files.test_store import make_picture
from tests.two_connections import second_while_first_is_held
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.core.permissions.actor import Actor
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions
from zhiping.recommendation.models import Recommendation
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db(transaction=True)
AT = opinions.RECOMMENDING["qc-circle/2022"]
SEAL = ("推荐表.jpg", make_picture("JPEG"))


@pytest.fixture(autouse=True)
def _while_recommending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: AT)


def _case() -> tuple[drafts.Draft, Actor, Client]:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer, colleague = (opinions.officer_of(draft.recommender) for _ in range(2))
    opinions.hand_in(draft.recommender, officer)
    actions.score(application_id=draft.case.pk, reviewer="张评委", points=Decimal(88), by=officer, at=AT)
    return draft, officer, client_of(colleague)


def _coming_again(draft: drafts.Draft, officer: Actor) -> None:
    actions.return_to_applicant(application_id=draft.case.pk, reason="请补充数据。", by=officer, at=AT)
    drafts.reload(draft).at += timedelta(minutes=5)
    drafts.submit(drafts.endorse(drafts.fill(draft, title="换了一个题目")), key="again")


@pytest.mark.parametrize("act", ["recommend", "return", "decline"])
def test_an_opinion_is_not_on_what_comes_again_in_that_very_moment(act: str) -> None:
    draft, officer, client = _case()
    path = f"/recommender/applications/{draft.case.pk}/"
    (read,) = html.fromstring(client.get(path).content).xpath("//main//input[@name='confirmed']/@value")
    sent = {"act": act, "opinion": "活动扎实，数据可靠。", "points": "91.5", "confirmed": read}

    answer: Any = second_while_first_is_held(
        lambda: _coming_again(draft, officer), lambda: client.post(path, sent | {"sealed": _seal()})
    )

    page = answer.content.decode()
    assert [said in page for said in (CHANGED, "换了一个题目", "活动扎实，数据可靠。</textarea>")] == [True] * 3
    assert drafts.reload(draft).case.state == "recommend"
    (anew,) = html.fromstring(page).xpath("//main//input[@name='confirmed']/@value")
    client.post(path, sent | {"confirmed": anew, "sealed": _seal()})
    assert drafts.reload(draft).case.state != "recommend"


def test_several_recommended_at_once_are_those_that_were_listed() -> None:
    draft, officer, client = _case()
    path, rows = "/recommender/ranking/recommend/", {"rows": [draft.case.pk]}
    page = html.fromstring(client.post(path, rows).content)
    sent = confirmation_of(page) | {"opinion": "同意推荐。"}

    answer: Any = second_while_first_is_held(
        lambda: _coming_again(draft, officer),
        lambda: client.post(path, sent | {f"sealed-{draft.case.pk}": _seal()}, follow=True),
    )

    assert CHANGED in answer.content.decode()
    assert not Recommendation.objects.filter(verdict="recommended").exists()


def _seal() -> SimpleUploadedFile:
    return SimpleUploadedFile(*SEAL)
