"""A page tells under which entry of the navigation it stands."""

from __future__ import annotations

import re

import pytest

from tests.factories import drafts
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.programmes import queries as programmes
from zhiping.web.shared.navigation import ELSEWHERE, NAVIGATION

pytestmark = pytest.mark.django_db


def marked(page: str) -> list[str]:
    """Return the entries that a page marks."""
    return re.findall(r'aria-current="page">([^<]+)', page.partition("</nav>")[0])


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/recommender/applications/", "方案"),
        ("/recommender/package/", "方案"),
        ("/recommender/ranking/", "方案"),
        ("/recommender/summary/", "方案"),
        ("/recommender/scores/import/", "方案"),
        ("/office/pre-approval/", "形式审查"),
        ("/office/paper/", "形式审查"),
        ("/office/complaints/", "形式审查"),
        ("/office/invitations/", "单位"),
        ("/office/editions/", "方案"),
    ],
)
def test_each_of_the_offices_pages_marks_one_entry(address: str, entry: str) -> None:
    make_edition()

    page = client_of(make_officer()).get(address).content.decode()

    assert marked(page) == [entry]


def test_a_case_that_the_office_recommends_stands_under_the_formal_check() -> None:
    edition = make_edition()
    virtual = programmes.recommenders(edition).get(is_virtual=True)
    member = make_organisation(is_association_member=True)
    draft = drafts.submitted(edition, "缩短换模时间", organisation=member, recommender=virtual)

    page = client_of(make_officer()).get(f"/recommender/applications/{draft.case.pk}/").content.decode()

    assert marked(page) == ["形式审查"]


def test_a_page_stands_under_an_entry_of_the_same_role() -> None:
    entries: dict[Role, set[str]] = {role: {name for name, _label in found} for role, found in NAVIGATION.items()}

    assert [e for role, under in ELSEWHERE.items() for e in under.values() if e not in entries[role]] == []
