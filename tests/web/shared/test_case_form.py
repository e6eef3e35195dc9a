"""The form that the notice prints, filled in, for who may read a submitted case; private values masked for the others."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from docx import Document
from lxml import html
from pypdf import PdfReader

from tests.factories import drafts, opinions
from tests.factories.editions import make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of, edition_showing
from zhiping.applications.queries import official
from zhiping.core.permissions.actor import Role

pytestmark = pytest.mark.django_db
KEY = "excellence/2024"


def _draft() -> drafts.Draft:
    edition = edition_showing(drafts.APPLYING[KEY], KEY)
    recommender = make_recommender(edition)
    return drafts.fill(drafts.begin(edition, category="experience", recommender=recommender))


def _links(client: Client, draft: drafts.Draft) -> list[str]:
    page = html.fromstring(client.get(f"/cases/{draft.case.pk}/").content.decode())
    return [str(href) for href in page.xpath("//main//a[contains(@href,'/form.')]/@href")]


def _pdf(client: Client, draft: drafts.Draft) -> str:
    answer = client.get(f"/cases/{draft.case.pk}/form.pdf")
    assert answer.status_code == 200
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_who_may_read_a_submitted_case_has_its_form_and_only_its_own_side_the_identity_number() -> None:
    draft = drafts.submit(drafts.endorse(_draft()))
    assert draft.case.recommender is not None
    number = official.real_answers(draft.case)["id_number"]
    readers = {
        "author": draft.author,
        "unit": draft.unit,
        "recommender": opinions.officer_of(draft.case.recommender),
        "office": make_officer(),
    }

    links = {who: _links(client_of(actor), draft) for who, actor in readers.items()}
    texts = {who: _pdf(client_of(actor), draft) for who, actor in readers.items()}
    word = client_of(readers["office"]).get(f"/cases/{draft.case.pk}/form.docx")

    both = [f"/cases/{draft.case.pk}/form.{kind}" for kind in ("docx", "pdf")]
    assert links == dict.fromkeys(readers, both)
    assert {who for who, text in texts.items() if number in text} == {"author", "unit"}
    assert all("".join(draft.case.title.split()) in text for text in texts.values())
    said = "".join(Document(io.BytesIO(word.content)).element.body.itertext())
    assert (number in said, draft.case.content.answers["id_number"] in said) == (False, True)
    assert client_of(readers["office"]).get(f"/cases/{draft.case.pk}/form.odt").status_code == 404


def test_before_it_is_submitted_its_form_is_nobodys_but_its_own_side() -> None:
    draft = _draft()
    assert draft.case.recommender is not None
    office, recommender = make_officer(), opinions.officer_of(draft.case.recommender)

    statuses = [client_of(a).get(f"/cases/{draft.case.pk}/form.pdf").status_code for a in (office, recommender)]

    assert statuses == [403, 404]
    assert [_links(client_of(actor), draft) for actor in (draft.author, office)] == [[], []]


def test_a_stranger_and_a_committee_member_have_no_form() -> None:
    draft = drafts.submit(drafts.endorse(_draft()))
    stranger, member = make_member(make_organisation(), Role.UNIT), make_officer(Role.COMMITTEE)

    statuses = [client_of(a).get(f"/cases/{draft.case.pk}/form.pdf").status_code for a in (stranger, member)]

    assert statuses == [404, 403]


def test_an_edition_whose_notice_prints_no_form_links_to_none() -> None:
    draft = drafts.submitted()

    assert _links(client_of(make_officer()), draft) == []
    assert client_of(make_officer()).get(f"/cases/{draft.case.pk}/form.pdf").status_code == 409
