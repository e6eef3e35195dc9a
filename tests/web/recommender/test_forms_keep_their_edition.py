"""A form of a recommending unit's page acts on the edition it was shown for, whichever opens meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.web.clients import client_of
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import queries

pytestmark = pytest.mark.django_db
PAGES = ("ranking/", "summary/", "package/", "scores/import/")


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "now", lambda edition, **_real: opinions.RECOMMENDING[edition.key])


def _actions(client: Client, page: str) -> list[str]:
    """Return where the forms that change something are sent, on a page opened without naming an edition."""
    main = html.fromstring(client.get(f"/recommender/{page}").content.decode()).xpath("//main")[0]
    return [form.get("action") or "" for form in main.xpath(".//form[@method='post']")]


def _later_one_with_a_case_waiting(recommender: Recommender) -> Recommender:
    later = make_recommender(make_edition("qc-circle/2020"), recommender.organisation)
    drafts.submitted(later.edition, recommender=later)
    return later


def test_every_form_names_the_edition_of_its_page() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    client = client_of(officer)

    sent_to = {page: set(_actions(client, page)) for page in PAGES}

    assert sent_to == {page: {f"?edition={recommender.edition_id}"} for page in PAGES}


def test_places_and_the_package_reach_the_edition_that_was_on_the_screen() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    client = client_of(officer)
    ranking, package = (_actions(client, page)[0] for page in ("ranking/", "package/"))
    later = _later_one_with_a_case_waiting(recommender)
    first, second = (one.application_id for one in queries.recommended_by(recommender))

    shown_now = client.get("/recommender/ranking/").context["register"]
    client.post(f"/recommender/ranking/{ranking}", {f"place-{first}": "2", f"place-{second}": "1"})
    opinions.reseal(recommender, officer)
    client.post(f"/recommender/package/{package}", {"act": "hand_in"})

    assert shown_now == later
    assert {one.application_id: one.rank for one in queries.recommended_by(recommender)} == {first: 2, second: 1}
    assert (queries.standing_package(recommender) is not None, queries.standing_package(later)) == (True, None)
