"""An edition is called by its English title on an English page, by its own elsewhere."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import drafts, opinions, panels
from tests.factories.people import make_officer
from tests.web.clients import client_of
from zhiping.review import actions as review
from zhiping.screening import actions as screening

pytestmark = pytest.mark.django_db
CHINESE, ENGLISH = "2022年上海市质量管理小组活动", "Shanghai Quality Control Circle Activity 2022"


def _says(client: Client, path: str) -> tuple[int, int]:
    """Return how often a page says the one title and the other."""
    body = client.get(path).content.decode()
    return body.count(CHINESE), body.count(ENGLISH)


@pytest.mark.parametrize(("language", "place"), [("zh-hans", 0), ("en", 1)])
def test_home_case_list_and_desk_call_it_so(language: str, place: int) -> None:
    draft = drafts.submit(drafts.endorse(drafts.fill(drafts.begin())))
    office, author = client_of(make_officer()), client_of(draft.author)
    for client in (office, author):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    pages = [
        (author, "/applications/"),
        (author, f"/cases/{draft.case.pk}/"),
        (office, "/office/applications/"),
        (office, "/office/editions/"),
        (office, f"/office/editions/{draft.case.edition_id}/"),
    ]

    said = [_says(client, path) for client, path in pages]

    assert [counts[1 - place] for counts in said] == [0] * len(pages)
    assert all(counts[place] for counts in said)


@pytest.mark.parametrize(("language", "place"), [("zh-hans", 0), ("en", 1)])
def test_a_line_of_the_worklist_calls_it_so(language: str, place: int) -> None:
    draft = drafts.begin()
    client = client_of(draft.author)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    said = _says(client, "/home/")

    assert (said[place] > 0, said[1 - place]) == (True, 0)


@pytest.mark.parametrize(("language", "place"), [("zh-hans", 0), ("en", 1)])
def test_an_experts_list_calls_it_so(language: str, place: int) -> None:
    draft, _officer = opinions.recommended()
    office, at = make_officer(), panels.REVIEWING["qc-circle/2022"]
    screening.pass_check(application_id=draft.case.pk, by=office, at=at)
    people = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")]
    panels.seat(draft.case.edition, "desk", people, office)
    review.assign(edition_id=draft.case.edition_id, round_id="desk", seed="s", by=office, at=at)
    client = client_of(people[0])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    said = _says(client, reverse("expert:assignments"))

    assert (said[place] > 0, said[1 - place]) == (True, 0)
