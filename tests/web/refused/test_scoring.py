"""Refusals of points, each by the page on which they are entered, in the words of the card."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from tests.factories import drafts, panels
from tests.factories.cases import make_case
from tests.factories.people import make_officer
from tests.web.clients import client_of, edition_showing
from tests.web.refusing import Try, wrong_of
from zhiping.applications.queries.scorecards import lines
from zhiping.core.definition.judging import SubItem
from zhiping.review import actions
from zhiping.review.models import Assignment, Scorecard
from zhiping.review.queries.cards import card_of

pytestmark = pytest.mark.django_db
KEY = "excellence/2024"
AT = panels.REVIEWING[KEY]


def _card() -> tuple[Client, str, SubItem]:
    """Return an expert of the written review, the address of an empty card in bands of percent and its first line."""
    edition, office = edition_showing(AT, KEY), make_officer()
    make_case(edition, "preliminary", category="model")
    people = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")]
    panels.seat(edition, "preliminary", people, office)
    actions.assign(edition_id=edition.pk, round_id="preliminary", seed="s", by=office, at=AT)
    own = Assignment.objects.get(expert_id=people[0].scope_id)
    (first, *_others) = card_of(own).items[0].items
    return client_of(people[0]), f"/expert/assignments/{own.pk}/", first


def test_a_percentage_between_two_bands_and_a_line_the_card_has_not_are_refused_and_nothing_is_kept() -> None:
    expert, here, first = _card()
    said: dict[str, Any] = {"revision": "0", "act": "save", "opinion": "方法系统，展开充分，结果与目标一致"}

    assert (
        wrong_of(
            [
                Try("score.outside_bands", expert, here, said | {f"p-{first.id}": "27"}),
                Try("score.unknown_item", expert, here, said | {"p-bonus": "10"}),
            ]
        )
        == []
    )
    refused = html.unescape(expert.post(here, said | {f"p-{first.id}": "27"}).content.decode())
    assert f"“{first.label}”的百分比不在评分档内，可以填写：0–5, 10–25, 30–45, 50–65, 70–85, 90–100。" in refused
    assert not Scorecard.objects.exists()


def test_points_of_the_unit_beyond_a_line_are_refused_on_its_own_page_by_the_name_of_the_line() -> None:
    key = "qc-circle/2022"
    draft = drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[key])))
    first, *others = lines(draft.case)
    sent = {"opinion": "成果真实有效，同意申报。", f"s-{first.id}": "999"} | {f"s-{line.id}": "1" for line in others}

    answer = client_of(draft.unit).post(f"/unit/applications/{draft.case.pk}/endorse/", sent)

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert f"“{first.label}”的得分超过满分 {first.points}。" in page
    assert 'value="999"' in page
