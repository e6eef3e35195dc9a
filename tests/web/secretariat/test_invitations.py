"""The office's invitations, and the page to which the link leads."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import make_member, make_officer, make_organisation, make_user, user_of
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.journey.queries import capacities
from zhiping.organisations import queries
from zhiping.organisations.models import Invitation

pytestmark = pytest.mark.django_db
HOME = "/office/invitations/"


def test_an_officer_is_invited_reads_the_link_signs_in_and_accepts() -> None:
    office, unit, person = client_of(make_officer()), make_organisation("浦江仪表协会"), make_user("沈处长")
    sent = {"email": person.email, "capacity": "recommender", "uscc": unit.uscc}

    assert office.post(HOME, sent)["Location"] == HOME
    link = f"/invitations/{queries.token_of(Invitation.objects.get())}/"
    stranger = Client().get(link).content.decode()
    browser = Client()
    browser.force_login(person)
    shown = browser.get(link).content.decode()
    accepted = browser.post(link)
    again = browser.post(link)

    assert "浦江仪表协会" in stranger
    assert f"/accounts/login/?next={link}" in stranger
    assert person.email not in stranger
    assert "接受邀请" in shown
    assert accepted["Location"] == "/home/"
    assert [a.role.value for a in capacities(person)] == ["recommender"]
    assert (again.status_code, "已经用过" in again.content.decode()) == (409, True)
    assert "已接受" in office.get(HOME).content.decode()


def test_who_stands_for_another_unit_already_goes_on_in_the_capacity_that_was_accepted() -> None:
    office, unit = client_of(make_officer()), make_organisation("浦江仪表协会")
    member = make_member(make_organisation("另一家公司"), Role.APPLICANT)
    office.post(HOME, {"email": user_of(member).email, "capacity": "recommender", "uscc": unit.uscc})
    browser = client_of(member)

    page = browser.post(f"/invitations/{queries.token_of(Invitation.objects.get())}/", follow=True).content.decode()

    assert browser.session["capacity"] == ["recommender", unit.pk]
    assert "已接受邀请，现在以“浦江仪表协会 推荐单位经办人 · " in page


def test_who_is_signed_in_with_another_address_is_told_so_and_offered_to_sign_out() -> None:
    office, unit, other = client_of(make_officer()), make_organisation(), make_user("李若楠")
    office.post(HOME, {"email": "sun@example.org", "capacity": "recommender", "uscc": unit.uscc})
    browser = Client()
    browser.force_login(other)

    shown = browser.get(f"/invitations/{queries.token_of(Invitation.objects.get())}/").content.decode()

    assert "这个邀请发往 s***@example.org，您现在以 李若楠 登录" in shown
    assert ("/accounts/logout/" in shown, "接受邀请" in shown) == (True, False)


def test_a_stranger_posting_the_link_accepts_nothing() -> None:
    office, unit = client_of(make_officer()), make_organisation()
    office.post(HOME, {"email": "a@example.org", "capacity": "unit", "uscc": unit.uscc})
    invited = Invitation.objects.get()

    Client().post(f"/invitations/{queries.token_of(invited)}/")
    office.post(f"{HOME}{invited.pk}/")

    invited.refresh_from_db()
    assert invited.accepted_at is None
    assert "这个邀请已经撤回" in Client().get(f"/invitations/{queries.token_of(invited)}/").content.decode()
    assert Client().get("/invitations/1-0/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "a@example.org", "capacity": "unit", "uscc": ""}, "请填写单位的统一社会信用代码"),
        ({"email": "a@example.org", "capacity": "unit", "uscc": "123"}, "名册中没有 123"),
        ({"email": "哪里", "capacity": "expert", "uscc": ""}, "不是电子邮件地址"),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(sent: dict[str, str], said: str) -> None:
    page = client_of(make_officer()).post(HOME, sent).content.decode()

    assert said in page
    assert f'value="{sent["email"]}"' in page
    assert Invitation.objects.count() == 0
