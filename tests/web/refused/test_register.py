"""Refusals of the register of units, each by its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation, make_uscc, make_user, user_of
from tests.web.clients import client_of
from tests.web.refusing import Try, wrong_of
from zhiping.accounts.models import User
from zhiping.core.permissions.actor import Role
from zhiping.organisations import actions, queries
from zhiping.organisations.models import Membership, Organisation, Team

pytestmark = pytest.mark.django_db
REASON = "同一单位两次登记，来函说明"


def test_what_people_of_a_unit_may_not_do_is_said_on_their_pages() -> None:
    unit = make_organisation()
    admin, member = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT)
    own = Membership.objects.get(user_id=admin.user_id)
    standing = Membership.objects.get(user_id=member.user_id)
    team = Team.objects.create(organisation=unit, name="晨光", registered_at=LONG_AGO)
    head = client_of(admin)

    assert (
        wrong_of(
            [
                Try(
                    "membership.approved_already",
                    head,
                    f"/unit/people/{standing.pk}/",
                    {"act": "refuse", "reason": "不是本单位职工"},
                ),
                Try("membership.last_administrator", head, f"/organisations/memberships/{own.pk}/leave/"),
                Try(
                    "team.approved_already",
                    head,
                    f"/unit/people/teams/{team.pk}/",
                    {"act": "refuse", "reason": "不是本单位小组"},
                    kept=False,
                ),
                Try(
                    "invitation.member_already",
                    head,
                    "/unit/people/invitations/",
                    {"invite-email": user_of(member).email, "invite-capacity": "applicant"},
                ),
            ]
        )
        == []
    )


def test_an_invitation_says_why_it_leads_nowhere() -> None:
    unit, now = make_organisation(), timezone.now()
    admin = make_member(unit, Role.UNIT)
    guests = [make_user(f"客人{n}") for n in range(3)]
    links = {}
    for name, guest, at in (
        ("used", guests[0], now),
        ("late", guests[1], now - timedelta(days=8)),
        ("open", guests[2], now),
    ):
        given = actions.invite_member(organisation_id=unit.pk, email=guest.email, capacity="applicant", by=admin, at=at)
        links[name] = f"/invitations/{queries.token_of(given)}/"
    clients = [_signed_in(guest) for guest in guests]
    assert clients[0].post(links["used"]).status_code == 302

    assert (
        wrong_of(
            [
                Try("invitation.used", clients[0], links["used"]),
                Try("invitation.expired", clients[1], links["late"]),
                Try("invitation.other_address", clients[1], links["open"]),
            ]
        )
        == []
    )


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_people_of_a_unit_that_waits_itself_are_not_let_in() -> None:
    unit = Organisation.objects.create(name="申江阀门厂", uscc=make_uscc(77_001), registered_at=LONG_AGO)
    asked = Membership.objects.create(user=make_user(), organisation=unit, capacity="recommender", asked_at=LONG_AGO)
    here = f"/office/officers/{asked.pk}/decide/"

    assert wrong_of([Try("organisation.not_approved", client_of(make_officer()), here, {"act": "approve"})]) == []


def test_what_the_office_may_not_do_with_units_is_said_on_its_pages() -> None:
    office = make_officer()
    desk = client_of(office)
    group, unit, third, fourth = (make_organisation() for _ in range(4))
    actions.set_parent(organisation_id=unit.pk, parent_id=group.pk, reason=REASON, by=office, at=LONG_AGO)
    earlier = actions.merge(duplicate_id=third.pk, survivor_id=fourth.pk, reason=REASON, by=office, at=LONG_AGO)
    fifth = make_organisation()
    actions.merge(duplicate_id=fourth.pk, survivor_id=fifth.pk, reason=REASON, by=office, at=LONG_AGO)
    merge = f"/office/organisations/{unit.pk}/merge/"

    assert (
        wrong_of(
            [
                Try(
                    "organisation.approved_already",
                    desk,
                    f"/office/organisations/{unit.pk}/decide/",
                    {"act": "refuse", "reason": REASON},
                ),
                Try(
                    "group.own_parent",
                    desk,
                    f"/office/organisations/{unit.pk}/group/",
                    {"parent": str(unit.uscc), "reason": REASON},
                ),
                Try(
                    "group.circle",
                    desk,
                    f"/office/organisations/{group.pk}/group/",
                    {"parent": str(unit.uscc), "reason": REASON},
                ),
                Try(
                    "merger.in_one_line", desk, merge, {"with": str(group.uscc), "keep": str(unit.pk), "reason": REASON}
                ),
                Try(
                    "merger.merged_already",
                    desk,
                    merge,
                    {"with": third.pk, "keep": str(unit.pk), "reason": REASON},
                    kept=False,
                ),
                Try(
                    "merger.later_first",
                    desk,
                    f"/office/organisations/{fourth.pk}/mergers/{earlier.pk}/undo/",
                    {"reason": REASON},
                ),
            ]
        )
        == []
    )
