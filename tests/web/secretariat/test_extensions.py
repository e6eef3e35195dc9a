"""More time for one case: asked by one person of the office, confirmed by another."""

from __future__ import annotations

import pytest

from tests.factories import drafts
from tests.factories.people import make_officer
from tests.web.doors import client_of, edition_showing
from zhiping.applications.models import Extension

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"
WANTED = {"until_at": "2022-05-20T22:00:00", "reason": "断电两小时"}


def _draft() -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING[KEY]))


def test_two_people_of_the_office_extend_one_case() -> None:
    draft = _draft()
    first, second = client_of(make_officer()), client_of(make_officer(name="吴干事"))
    address = f"/office/cases/{draft.case.pk}/extension/"

    first.post(address, WANTED)
    asked = Extension.objects.get()
    alone = first.post(f"{address}{asked.pk}/")
    second.post(f"{address}{asked.pk}/")

    asked.refresh_from_db()
    assert alone.status_code == 409
    assert "不能自己确认自己的申请" in alone.content.decode()
    assert asked.confirmed_at is not None
    assert "2022-05-20 22:00:00" in first.get(address).content.decode()


def test_a_time_that_has_passed_is_refused_and_what_was_typed_stays() -> None:
    draft = _draft()

    page = client_of(make_officer()).post(
        f"/office/cases/{draft.case.pk}/extension/", WANTED | {"until_at": "2022-04-01T22:00:00"}
    )

    assert "延期的时间必须晚于现在" in page.content.decode()
    assert "断电两小时</textarea>" in page.content.decode()
    assert Extension.objects.count() == 0


def test_an_extension_of_another_case_and_another_role_find_nothing() -> None:
    draft, other = _draft(), drafts.begin(edition_showing(drafts.APPLYING["excellence/2024"], "excellence/2024"))
    office = client_of(make_officer())
    office.post(f"/office/cases/{draft.case.pk}/extension/", WANTED)
    asked = Extension.objects.get()

    assert office.post(f"/office/cases/{other.case.pk}/extension/{asked.pk}/").status_code == 404
    assert client_of(draft.unit).get(f"/office/cases/{draft.case.pk}/extension/").status_code == 403
