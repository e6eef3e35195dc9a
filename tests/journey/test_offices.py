"""Granting and ending offices: journalled, told, effective at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.people import make_member, make_officer, make_organisation, make_user, user_of
from zhiping.accounts import queries
from zhiping.accounts.models import OfficeRole
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Actor, Role
from zhiping.journal.models import Entry
from zhiping.journey import actions
from zhiping.journey.queries import capacities
from zhiping.messages.models import Message
from zhiping.organisations.actions import invite_member
from zhiping.organisations.models import Invitation, Membership

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_an_office_is_granted_journalled_and_told() -> None:
    officer, person = make_officer(), make_user("吴主任")

    role = actions.grant_office(
        user_id=person.pk, office="guiding", body=" 市总工会 ", reason="来函", by=officer, at=AT
    )

    assert (role.user, role.office, role.body, role.granted_at) == (person, "guiding", "市总工会", AT)
    assert role.granted_by_id == officer.user_id
    assert [a.role for a in capacities(person)] == [Role.GUIDING]
    entry = Entry.objects.get(act="journey.grant_office")
    assert (entry.user_id, entry.subject, entry.reason) == (officer.user_id, f"user:{person.pk}", "来函")
    assert entry.facts == {"office": "guiding", "body": "市总工会"}
    assert [(m.to, m.subject) for m in Message.objects.all()] == [(person, "您被授予职务：市总工会")]


def test_the_platform_grants_the_first_office() -> None:
    person = make_user()

    actions.grant_office(user_id=person.pk, office="secretariat", by=SYSTEM, at=AT)

    assert queries.holders("secretariat") == [person.pk]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.UNIT, Role.RECOMMENDER])
def test_nobody_else_grants_or_ends_offices(role: Role) -> None:
    outsider, officer = make_member(make_organisation(), role), make_officer()
    held = OfficeRole.objects.get(user_id=officer.user_id)

    with pytest.raises(NotAllowed):
        actions.grant_office(user_id=make_user().pk, office="committee", by=outsider, at=AT)
    with pytest.raises(NotAllowed):
        actions.end_office(office_id=held.pk, by=outsider, at=AT)

    assert Entry.objects.count() == 0


def test_a_second_grant_and_an_unknown_or_disabled_person_are_refused() -> None:
    officer = make_officer()
    held = make_officer(Role.COMMITTEE)

    with pytest.raises(RuleViolation, match="office.held_already"):
        actions.grant_office(user_id=held.user_id or 0, office="committee", by=officer, at=AT)
    for user_id in (0, make_user(is_active=False).pk):
        with pytest.raises(NotFound):
            actions.grant_office(user_id=user_id, office="committee", by=officer, at=AT)


def test_an_ended_office_has_no_rights_with_the_next_click() -> None:
    officer, member = make_officer(), make_officer(Role.COMMITTEE)
    client = Client()
    client.force_login(user_of(member))
    held = OfficeRole.objects.get(user_id=member.user_id)

    actions.end_office(office_id=held.pk, reason="任期届满", by=officer, at=AT)

    assert capacities(user_of(member)) == []
    assert "审定专家组 ·" not in client.get("/inbox/").content.decode()
    assert Entry.objects.get(act="journey.end_office").reason == "任期届满"
    with pytest.raises(NotFound):
        actions.end_office(office_id=held.pk, by=officer, at=AT)


def test_the_last_one_who_can_grant_stays() -> None:
    officer = make_officer()
    held = OfficeRole.objects.get(user_id=officer.user_id)

    with pytest.raises(RuleViolation, match="office.last_one"):
        actions.end_office(office_id=held.pk, by=officer, at=AT)

    assert queries.holders("secretariat") == [officer.user_id]


def test_what_a_member_of_the_office_offered_ends_with_the_office_but_not_as_administrator() -> None:
    officer, colleague = make_officer(), make_officer(name="吴干事")
    unit, own = make_organisation(), make_organisation()
    Membership.objects.create(user_id=officer.user_id, organisation=own, capacity="unit", asked_at=AT, approved_at=AT)
    as_head = Actor(officer.user_id, Role.UNIT, own.pk, "周干事")
    sent = {
        "recommender": invite_member(
            organisation_id=unit.pk, email="a@example.org", capacity="recommender", by=officer, at=AT
        ),
        "expert": invite_member(organisation_id=None, email="b@example.org", capacity="expert", by=officer, at=AT),
        "own": invite_member(organisation_id=own.pk, email="c@example.org", capacity="applicant", by=as_head, at=AT),
        "colleague": invite_member(organisation_id=None, email="d@example.org", capacity="expert", by=colleague, at=AT),
    }

    actions.end_office(office_id=OfficeRole.objects.get(user_id=officer.user_id).pk, by=colleague, at=AT)

    ended = {name for name, one in sent.items() if Invitation.objects.get(pk=one.pk).withdrawn_at == AT}
    assert ended == {"recommender", "expert"}
    assert Entry.objects.filter(act="organisations.withdraw_invitation").count() == 2
