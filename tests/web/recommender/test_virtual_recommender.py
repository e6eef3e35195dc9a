"""The office recommends for the association itself on the recommending unit's own pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, make_organisation
from tests.files.test_store import make_picture
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Actor
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import actions, queries

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: AT)


def _virtual(edition: Edition) -> Recommender:
    return programmes.recommenders(edition).get(is_virtual=True)


def _recommended_by_the_office(edition: Edition, office: Actor) -> Recommender:
    virtual = _virtual(edition)
    member = make_organisation(is_association_member=True)
    draft = drafts.submitted(edition, "缩短换模时间", organisation=member, recommender=virtual)
    actions.approve_direct(application_id=draft.case.pk, approved=True, reason="会员单位", by=office, at=AT)
    opinions.give(draft, office, points=Decimal(90))
    return virtual


def test_the_office_hands_the_virtual_recommenders_package_in_on_its_page_and_takes_it_back() -> None:
    edition, office = make_edition(), make_officer()
    virtual, client = _recommended_by_the_office(edition, office), client_of(office)
    page = f"/recommender/package/?edition={edition.pk}"

    lacking = client.get(page).content.decode()
    opinions.hand_in(virtual, office)
    client.post(page, {"act": "upload", "rule": "recommendation_form", "file": _scan()})
    answer = client.post(page, {"act": "hand_in"})
    given_back = f"/office/editions/{edition.pk}/recommenders/{virtual.pk}/package/"

    assert "推荐之前须先提交" in lacking
    assert answer.status_code == 302
    assert "QC-2022-T001" in client.get(page).content.decode()
    assert client.get("/recommender/package/receipt.pdf").status_code == 200
    assert client.post(given_back, {"reason": "改名次", "again_until": "2022-06-05T18:00"}).status_code == 302
    assert queries.standing_package(virtual) is None


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("推荐表盖章.jpg", make_picture("JPEG"))


def test_the_offices_pages_hold_the_virtual_recommenders_cases_and_no_other_units() -> None:
    edition, office = make_edition(), make_officer()
    _recommended_by_the_office(edition, office)
    other = make_recommender(edition)
    drafts.submitted(edition, "降低废品率", recommender=other)
    client = client_of(office)

    pages = [client.get(f"/recommender/{name}/").content.decode() for name in ("applications", "ranking", "summary")]

    assert ["缩短换模时间" in page for page in pages] == [True, True, False]
    assert not any("降低废品率" in page for page in pages)
    assert client.get(f"/recommender/ranking/?edition={edition.pk + 1}").status_code == 404


def test_the_register_leads_to_the_virtual_recommenders_pages() -> None:
    edition = make_edition()

    page = client_of(make_officer()).get(f"/office/editions/{edition.pk}/").content.decode()

    assert f'href="/recommender/package/?edition={edition.pk}"' in page
