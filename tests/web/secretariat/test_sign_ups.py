"""Sign-up as a step of its own: unit or team, told by message, listed for the office, refused after the deadline."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation, make_team
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import SignUp
from zhiping.core.permissions.actor import Role
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db
SIGNING = datetime(2022, 4, 10, 2, tzinfo=UTC)
CLOSED = datetime(2022, 5, 10, 2, tzinfo=UTC)


def test_a_team_and_its_unit_sign_up_and_the_office_sees_both() -> None:
    edition, unit = edition_showing(SIGNING), make_organisation("浦江精密仪表有限公司")
    team, admin = make_team(unit, "晨光QC小组"), make_member(unit, Role.UNIT, "管理员")
    worker = make_member(unit, Role.APPLICANT, "孙力")
    address = f"/applications/sign-up/{edition.pk}/"

    first = client_of(worker).post(address, {"team": team.pk})
    second = client_of(admin).post(address, {"team": ""})
    client_of(worker).post(address, {"team": team.pk})

    assert (first["Location"], second["Location"]) == ("/applications/", "/unit/applications/")
    assert list(SignUp.objects.order_by("pk").values_list("team__name", flat=True)) == ["晨光QC小组", None]
    told = Message.objects.filter(code="applications.signed_up").order_by("pk").values_list("to__name", flat=True)
    assert sorted(told) == ["孙力", "管理员", "管理员"]
    assert _links("孙力") == {"/applications/"}
    assert _links("管理员") == {"/unit/applications/"}
    assert "晨光QC小组" in client_of(worker).get(address).content.decode()
    office = client_of(make_officer())
    listed = office.get(f"/office/editions/{edition.pk}/sign-ups/").content.decode()
    assert "共 2 项报名" in listed
    file = office.get(f"/office/editions/{edition.pk}/sign-ups.xlsx")
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_after_the_deadline_the_page_says_so_and_nothing_is_signed_up() -> None:
    edition, unit = edition_showing(CLOSED), make_organisation()
    client = client_of(make_member(unit, Role.APPLICANT))
    address = f"/applications/sign-up/{edition.pk}/"

    shown = client.get(address).content.decode()
    refused = client.post(address, {"team": ""})

    assert "现在不在报名时间内" in shown
    assert (refused.status_code, "截止" in refused.content.decode()) == (409, True)
    assert SignUp.objects.count() == 0


def test_another_units_team_and_an_edition_without_the_step_are_refused() -> None:
    edition, unit = edition_showing(SIGNING), make_organisation()
    client = client_of(make_member(unit, Role.APPLICANT))
    foreign = make_team(make_organisation())

    assert client.post(f"/applications/sign-up/{edition.pk}/", {"team": foreign.pk}).status_code == 409
    without = make_edition("excellence/2024")
    assert client.get(f"/applications/sign-up/{without.pk}/").status_code == 404
    office = client_of(make_officer())
    assert "没有单独的报名环节" in office.get(f"/office/editions/{without.pk}/sign-ups/").content.decode()
    assert SignUp.objects.count() == 0


def _links(name: str) -> set[str]:
    return set(Message.objects.filter(code="applications.signed_up", to__name=name).values_list("link", flat=True))
