"""More time for one case: asked by one person of the office, confirmed by another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from lxml import html

from tests.factories import drafts, opinions
from tests.factories.editions import make_recommender
from tests.factories.people import make_officer
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Extension
from zhiping.recommendation import actions as recommendation

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"
RECOMMENDED_UNTIL = datetime(2022, 5, 31, 16, tzinfo=UTC)
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


def test_what_waits_for_its_recommending_unit_is_given_more_time_for_recommending_and_no_other_case() -> None:
    edition = edition_showing(RECOMMENDED_UNTIL + timedelta(hours=1))
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    late, other = (
        drafts.submitted(edition, title, recommender=recommender) for title in ("降低废品率", "缩短换模时间")
    )
    for one in (late, other):
        given = {"reviewer": "张评委", "points": Decimal(86), "by": officer}
        recommendation.score(application_id=one.case.pk, at=opinions.RECOMMENDING[KEY], **given)  # type: ignore[arg-type]
    tried = {"rows": [late.case.pk, other.case.pk]}
    first, second = client_of(make_officer()), client_of(make_officer(name="吴干事"))
    address = f"/office/cases/{late.case.pk}/extension/"
    before = first.get(address).content.decode()
    first.post(address, {"until_at": "2022-06-05T22:00:00", "reason": "推荐单位换届，无人经办"})
    unconfirmed = _refused(client_of(officer), tried)
    second.post(f"{address}{Extension.objects.get().pk}/")

    assert "成果推荐 · 现在 2022-05-31 24:00:00 截止" in before
    assert (unconfirmed, _refused(client_of(officer), tried)) == (["缩短换模时间", "降低废品率"], ["缩短换模时间"])
    case = client_of(officer).get(f"/recommender/applications/{late.case.pk}/").content.decode()
    assert "请在 2022-06-05 22:00:00（北京时间）前办理" in case


def test_a_time_that_has_passed_is_refused_and_what_was_typed_stays() -> None:
    draft = _draft()

    page = client_of(make_officer()).post(
        f"/office/cases/{draft.case.pk}/extension/", WANTED | {"until_at": "2022-04-01T22:00:00"}
    )

    assert "延期的时间必须晚于现在" in page.content.decode()
    assert "断电两小时</textarea>" in page.content.decode()
    assert Extension.objects.count() == 0


def _refused(client: Client, tried: dict[str, object]) -> list[str]:
    """Return the cases that the dry run would not recommend because the window has closed."""
    page = html.fromstring(client.post("/recommender/ranking/recommend/", tried).content.decode())
    (closed,) = (lot for lot in page.xpath("//main//details") if "截止" in lot.xpath("string(summary)"))
    return sorted(closed.xpath(".//a/text()"))


def test_an_extension_of_another_case_and_another_role_find_nothing() -> None:
    draft, other = _draft(), drafts.begin(edition_showing(drafts.APPLYING["excellence/2024"], "excellence/2024"))
    office = client_of(make_officer())
    office.post(f"/office/cases/{draft.case.pk}/extension/", WANTED)
    asked = Extension.objects.get()

    assert office.post(f"/office/cases/{other.case.pk}/extension/{asked.pk}/").status_code == 404
    assert client_of(draft.unit).get(f"/office/cases/{draft.case.pk}/extension/").status_code == 403
