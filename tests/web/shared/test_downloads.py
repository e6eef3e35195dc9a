"""Who gets a file of a case, and what its name and bytes may tell."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests.factories import drafts, panels
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_portrait
from tests.web.clients import client_of
from zhiping.applications import actions, lifecycle
from zhiping.applications.queries import completeness
from zhiping.core.permissions.actor import SYSTEM, Role
from zhiping.review import actions as review

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["excellence/2024"]


def _address(draft: drafts.Draft, rule: str) -> str:
    return f"/cases/{draft.case.pk}/files/{draft.case.attachments.get(rule_id=rule).file_id}/"


def _judged() -> tuple[drafts.Draft, Client, str]:
    """A personal case with its portrait, standing in the first round, and one of its experts."""
    edition, office = make_edition("excellence/2024"), make_officer()
    draft = drafts.fill(drafts.begin(edition, category="experience"))
    photo = next(f for f in completeness.form_of(draft.case).fields() if f.kind == "photo").id
    actions.attach_photo(
        application_id=draft.case.pk,
        field_id=photo,
        name="陈思远.jpg",
        content=make_portrait(),
        by=draft.author,
        at=draft.at,
    )
    drafts.submit(drafts.endorse(drafts.reload(draft)))
    with transaction.atomic():
        for event in ("recommend", "pass_screening"):
            lifecycle.move(lifecycle.lock(draft.case.pk), event, by=SYSTEM, at=AT)
    people = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")]
    panels.seat(edition, "preliminary", people, office)
    review.assign(edition_id=edition.pk, round_id="preliminary", seed="s", by=office, at=AT)
    return draft, client_of(people[0]), f"photo.{photo}"


def test_experts_get_no_file_at_the_cases_own_address_where_its_author_gets_even_the_portrait() -> None:
    draft, expert, photo = _judged()

    assert [expert.get(_address(draft, rule)).status_code for rule in ("evidence", photo)] == [403, 403]
    assert client_of(draft.author).get(_address(draft, photo)).status_code == 200


def test_the_sealed_opinion_is_for_the_entering_side_and_the_office_not_for_experts() -> None:
    draft, expert, _photo = _judged()
    sealed = draft.case.endorsements.get(voided_at__isnull=True).sealed_file_id
    address = f"/cases/{draft.case.pk}/files/{sealed}/"

    answers = [client.get(address).status_code for client in (client_of(draft.unit), client_of(make_officer()), expert)]

    assert answers == [200, 200, 403]


def test_who_stands_outside_finds_no_file_and_who_is_signed_out_is_asked_in() -> None:
    draft, _expert, _photo = _judged()
    address = _address(draft, "evidence")
    strangers = [
        make_member(make_organisation(), Role.APPLICANT),
        make_member(make_organisation(), Role.UNIT),
        make_member(make_organisation(), Role.RECOMMENDER),
        make_officer(Role.COMMITTEE),
    ]

    assert [client_of(actor).get(address).status_code for actor in strangers] == [404] * 4
    assert Client().get(address).status_code == 302


def test_a_file_whose_bytes_are_lost_is_not_found_instead_of_an_error() -> None:
    draft = drafts.fill(drafts.begin(make_edition()))
    attachment = draft.case.attachments.get(rule_id="report")
    attachment.file.path = "00/absent"
    attachment.file.save(update_fields=["path"])

    answer = client_of(draft.author).get(_address(draft, "report"))

    assert answer.status_code == 404
