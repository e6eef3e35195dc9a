"""A finished year is put away: off the desks, still public."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.journal.models import Entry
from zhiping.journey import actions
from zhiping.programmes import queries as programmes

pytestmark = pytest.mark.django_db


def test_a_year_with_a_case_on_its_way_stays_open() -> None:
    edition, office = make_edition(), make_officer()
    make_case(edition, "desk")

    with pytest.raises(RuleViolation, match="edition.cases_running") as refused:
        actions.archive(edition_id=edition.pk, reason="办结", by=office, at=AT)

    edition.refresh_from_db()
    assert (refused.value.facts["count"], edition.status) == (1, "open")
    assert not Entry.objects.filter(act="programmes.archive").exists()


def test_drafts_that_were_never_handed_in_do_not_hold_it_up() -> None:
    edition, office = make_edition(), make_officer()
    for state in ("draft", "withdrawn", "published"):
        make_case(edition, state)

    actions.archive(edition_id=edition.pk, reason="办结", by=office, at=AT)

    assert list(programmes.running()) == []
    assert [one.pk for one in programmes.editions()] == [edition.pk]
    entry = Entry.objects.get(act="programmes.archive")
    assert (entry.reason, entry.subject, entry.user_id) == ("办结", f"edition:{edition.pk}", office.user_id)


def test_it_can_be_taken_out_again_and_neither_is_done_twice() -> None:
    edition, office = make_edition(), make_officer()
    with pytest.raises(RuleViolation, match="edition.not_archived"):
        actions.reopen(edition_id=edition.pk, reason="更正", by=office, at=AT)
    actions.archive(edition_id=edition.pk, reason="办结", by=office, at=AT)
    with pytest.raises(RuleViolation, match="edition.archived_already"):
        actions.archive(edition_id=edition.pk, reason="办结", by=office, at=AT)

    actions.reopen(edition_id=edition.pk, reason="更正名单", by=office, at=AT)

    assert [one.pk for one in programmes.running()] == [edition.pk]


def test_only_the_office_may_and_only_with_a_reason() -> None:
    edition = make_edition()
    with pytest.raises(NotAllowed):
        actions.archive(edition_id=edition.pk, reason="办结", by=make_member(make_organisation(), Role.UNIT), at=AT)
    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.archive(edition_id=edition.pk, reason=" ", by=make_officer(), at=AT)


def test_the_office_does_it_on_the_page_and_the_public_still_reads() -> None:
    edition, office = make_edition(), client_of(make_officer())
    page = f"/office/editions/{edition.pk}/archive/"
    assert "归档以后" in office.get(page).content.decode()

    office.post(page, {"reason": "全部办结"})

    assert "重新打开以后" in office.get(page).content.decode()
    assert Client().get("/editions/qc-circle/2022/").status_code == 200
    assert office.get(f"/office/statistics/{edition.pk}/").status_code == 200
