"""Getting to stand for a unit in the browser."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.people import make_member, make_officer, make_organisation, make_uscc, make_user
from tests.files.test_store import make_pdf
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.organisations import queries
from zhiping.organisations.models import Membership, Organisation

pytestmark = pytest.mark.django_db
CODE = make_uscc(71_001)
UNIT = {
    "uscc": CODE,
    "name": "浦江精密仪表有限公司",
    "nature": "market_entity",
    "region": "shanghai",
    "founded_on": "2001-05-01",
}


def _newcomer() -> tuple[Client, int]:
    client, person = Client(), make_user("赵敏")
    client.force_login(person)
    return client, person.pk


def test_a_newcomer_enters_a_unit_and_the_office_approves_it() -> None:
    client, _person = _newcomer()

    entered = client.post("/organisations/register/", UNIT)
    unit = Organisation.objects.get(uscc=CODE)
    office = client_of(make_officer())
    listed = office.get("/office/organisations/").content.decode()
    office.post(f"/office/organisations/{unit.pk}/decide/", {"act": "approve"})

    assert (entered.status_code, entered["Location"]) == (302, "/organisations/")
    assert "浦江精密仪表有限公司" in listed
    assert "有效" in client.get("/organisations/").content.decode()
    assert client.get("/unit/people/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("uscc", "91310000", "不是有效的统一社会信用代码"), ("founded_on", "五月", "成立日期")],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(field: str, value: str, told: str) -> None:
    client, _person = _newcomer()

    page = client.post("/organisations/register/", UNIT | {field: value}).content.decode()

    assert told in page
    assert f'value="{value}"' in page
    assert 'value="浦江精密仪表有限公司"' in page
    assert Organisation.objects.count() == 0


def test_the_code_of_a_registered_unit_leads_to_joining() -> None:
    unit = make_organisation("沪东轴承厂")
    client, person = _newcomer()

    refused = client.post("/organisations/register/", UNIT | {"uscc": str(unit.uscc)}).content.decode()
    client.post("/organisations/join/", {"uscc": str(unit.uscc), "capacity": "applicant"})

    assert "“沪东轴承厂”" in refused
    assert "改为申请加入该单位" in refused
    assert [(m.organisation_id, m.approved_at) for m in Membership.objects.filter(user_id=person)] == [(unit.pk, None)]


def test_joining_a_unit_that_is_not_registered_is_refused_with_what_to_do() -> None:
    client, _person = _newcomer()

    page = client.post("/organisations/join/", {"uscc": CODE, "capacity": "applicant"}).content.decode()

    assert "单位确未登记的，请先登记单位" in page
    assert f'value="{CODE}"' in page


def test_who_is_signed_out_is_asked_to_sign_in() -> None:
    assert Client().get("/organisations/register/")["Location"].startswith("/accounts/login/")


def test_one_leaves_only_by_the_own_membership() -> None:
    unit = make_organisation()
    own, other = make_member(unit, Role.APPLICANT), make_member(unit, Role.APPLICANT)
    membership = Membership.objects.get(user_id=own.user_id)

    assert client_of(other).post(f"/organisations/memberships/{membership.pk}/leave/").status_code == 404
    assert client_of(own).post(f"/organisations/memberships/{membership.pk}/leave/").status_code == 302
    assert list(queries.memberships_of(own.user_id or 0)) == []


def test_the_office_refuses_an_entry_with_a_reason_only() -> None:
    client, _person = _newcomer()
    client.post("/organisations/register/", UNIT)
    unit, office = Organisation.objects.get(uscc=CODE), client_of(make_officer())

    silent = office.post(f"/office/organisations/{unit.pk}/decide/", {"act": "refuse", "reason": ""})
    office.post(f"/office/organisations/{unit.pk}/decide/", {"act": "refuse", "reason": "名称与执照不一致"})

    assert silent.status_code == 409
    assert list(queries.entries_to_approve()) == []


def test_the_office_corrects_and_renames_a_unit() -> None:
    unit = make_organisation("浦江仪表厂")
    data = {
        "name": "浦江精密仪表有限公司",
        "nature": "market_entity",
        "ownership": "foreign",
        "region": "shanghai",
        "reason": "改制",
    }

    client_of(make_officer()).post(f"/office/organisations/{unit.pk}/", data)
    found = client_of(make_officer()).get("/office/organisations/?q=浦江仪表厂").content.decode()

    unit.refresh_from_db()
    assert (unit.name, unit.ownership) == ("浦江精密仪表有限公司", "foreign")
    assert "浦江精密仪表有限公司" in found


def test_the_office_approves_a_recommending_units_officer() -> None:
    unit = make_organisation()
    client, person = _newcomer()
    client.post("/organisations/join/", {"uscc": str(unit.uscc), "capacity": "recommender"})
    asked, office = Membership.objects.get(user_id=person), client_of(make_officer())

    office.post(f"/office/officers/{asked.pk}/decide/", {"act": "approve"})

    assert queries.people(unit.pk, "recommender") == [person]
    assert client_of(make_member(unit, Role.UNIT)).post(f"/office/officers/{asked.pk}/decide/").status_code == 403


def test_the_offices_desk_takes_the_same_queries_for_one_and_three_entries(
    django_assert_max_num_queries: object,
) -> None:
    office = client_of(make_officer())

    def enter(n: int) -> None:
        client, _person = _newcomer()
        client.post("/organisations/register/", UNIT | {"uscc": make_uscc(71_100 + n)})

    enter(0)
    with django_assert_max_num_queries(20) as one:  # type: ignore[operator]
        office.get("/office/organisations/")
    asked = len(one)
    enter(1)
    enter(2)
    with django_assert_max_num_queries(asked):  # type: ignore[operator]
        office.get("/office/organisations/")


def test_a_registered_unit_is_claimed_with_a_paper_and_the_office_reads_both() -> None:
    client, person = _newcomer()
    unit = make_organisation(uscc=CODE)
    sent = {"uscc": CODE, "statement": "质量部部长，原管理员已离职"}

    answer = client.post("/organisations/claim/", sent | {"evidence": SimpleUploadedFile("授权书.pdf", make_pdf())})
    office = client_of(make_officer())
    listed = office.get("/office/organisations/").content.decode()
    claimed = Membership.objects.get(user=person, capacity="unit")
    paper = office.get(f"/office/officers/{claimed.pk}/evidence/")
    office.post(f"/office/officers/{claimed.pk}/decide/", {"act": "approve"})

    assert answer["Location"] == "/organisations/"
    assert "质量部部长，原管理员已离职" in listed
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert queries.people(unit.pk, "unit") == [person]


def test_a_claim_that_is_refused_keeps_what_was_typed() -> None:
    client, _person = _newcomer()

    page = client.post("/organisations/claim/", {"uscc": CODE, "statement": "质量部部长"}).content.decode()

    assert "名册中没有" in page
    assert "质量部部长" in page
