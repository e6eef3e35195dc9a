"""Invitations by mail: one link, one address, one week, once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.panels import make_expert
from tests.factories.people import make_member, make_officer, make_organisation, make_user, user_of
from zhiping.accounts.models import User
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import ANYONE, Actor, Role
from zhiping.experts.models import Expert
from zhiping.journey import actions as journey
from zhiping.journey.queries import capacities
from zhiping.messages.models import Message
from zhiping.organisations import actions, queries
from zhiping.organisations.models import Invitation, Membership, Organisation

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 1, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _invite(unit: Organisation, by: Actor, person: User, capacity: str = "applicant") -> Invitation:
    return actions.invite_member(organisation_id=unit.pk, email=person.email, capacity=capacity, by=by, at=AT)


def _accept(invitation: Invitation, person: User, at: datetime = AT + DAY) -> Invitation:
    by = Actor(person.pk, Role.PUBLIC, None, person.name)
    return journey.accept_invitation(token=queries.token_of(invitation), by=by, at=at)


def test_a_colleague_is_invited_and_stands_for_the_unit_without_further_approval() -> None:
    unit, person = make_organisation(), make_user("孙力")
    admin = make_member(unit, Role.UNIT)

    invitation = _invite(unit, admin, person)
    again = _invite(unit, admin, person)
    _accept(invitation, person)

    assert again.pk == invitation.pk
    assert [(a.role, a.scope_id) for a in capacities(person)] == [(Role.APPLICANT, unit.pk)]
    told = Message.objects.get(code="organisations.invitation_accepted")
    assert (told.to_id, told.subject) == (admin.user_id, "孙力 已接受邀请")


@override_settings(BASE_URL="https://qc.example")
def test_the_mail_carries_the_link_once_and_the_database_does_not() -> None:
    unit, person = make_organisation("浦江精密仪表有限公司"), make_user()
    invitation = _invite(unit, make_member(unit, Role.UNIT), person)
    assert ProcrastinateJob.objects.get(task_name="organisations.mail_invitation").args == {
        "invitation_id": invitation.pk
    }

    for _again in range(2):
        actions.mail_invitation(invitation_id=invitation.pk, at=AT)

    [letter] = mail.outbox
    link = re.search(r"https://qc\.example/invitations/(\S+)/", str(letter.body))
    assert link is not None
    assert link[1] == queries.token_of(invitation)
    assert (letter.to, letter.subject) == ([person.email], "浦江精密仪表有限公司 邀请您加入质量提升活动平台")
    assert link[1].partition("-")[2] not in str(Invitation.objects.values())


@override_settings(EMAIL_BACKEND="tests.organisations.mailhosts.Silent")
def test_a_silent_mail_host_is_noted_and_asked_again_later() -> None:
    unit, person = make_organisation(), make_user()
    invitation = _invite(unit, make_member(unit, Role.UNIT), person)
    ProcrastinateJob.objects.all().delete()

    actions.mail_invitation(invitation_id=invitation.pk, at=AT)

    invitation.refresh_from_db()
    assert (invitation.mailed_at, invitation.attempts) == (None, 1)
    assert "host is away" in invitation.fault
    assert ProcrastinateJob.objects.get().scheduled_at == AT + timedelta(minutes=10)


def test_a_link_works_once_for_its_address_within_its_week_and_not_when_withdrawn() -> None:
    unit, person = make_organisation(), make_user()
    admin = make_member(unit, Role.UNIT)
    used, late, taken_back, mine = (
        actions.invite_member(organisation_id=unit.pk, email=one.email, capacity="applicant", by=admin, at=AT)
        for one in (person, make_user(), make_user(), make_user())
    )
    _accept(used, person)
    actions.withdraw_invitation(invitation_id=taken_back.pk, by=admin, at=AT)
    actions.withdraw_invitation(invitation_id=taken_back.pk, by=admin, at=AT)

    for invitation, at, code in (
        (used, AT + DAY, "invitation.used"),
        (late, AT + 7 * DAY, "invitation.expired"),
        (taken_back, AT + DAY, "invitation.withdrawn"),
        (mine, AT + DAY, "invitation.other_address"),
    ):
        with pytest.raises(RuleViolation, match=code):
            _accept(invitation, person, at)
    with pytest.raises(RuleViolation, match=r"invitation.used"):
        actions.withdraw_invitation(invitation_id=used.pk, by=admin, at=AT)
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("token", ["", "0", "1-", "x-1", "9" * 30 + "-1"])
def test_a_link_that_was_never_made_does_not_exist(token: str) -> None:
    with pytest.raises(NotFound):
        journey.accept_invitation(token=token, by=Actor(make_user().pk, Role.PUBLIC), at=AT)


def test_a_forged_link_and_a_stranger_signed_out_get_nothing() -> None:
    unit, person = make_organisation(), make_user()
    invitation = _invite(unit, make_member(unit, Role.UNIT), person)
    token = queries.token_of(invitation)
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")

    with pytest.raises(NotFound):
        journey.accept_invitation(token=forged, by=Actor(person.pk, Role.PUBLIC), at=AT)
    with pytest.raises(NotAllowed):
        journey.accept_invitation(token=token, by=ANYONE, at=AT)


def test_a_unit_invites_its_own_people_and_the_office_officers_and_experts() -> None:
    unit, person, office = make_organisation(), make_user("沈处长"), make_officer()
    admin, worker = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT)

    for by, capacity, refusal in (
        (admin, "recommender", NotAllowed),
        (admin, "expert", NotAllowed),
        (worker, "applicant", NotAllowed),
        (make_member(make_organisation(), Role.UNIT), "unit", NotFound),
    ):
        with pytest.raises(refusal):
            _invite(unit, by, person, capacity)
    _accept(_invite(unit, office, person, "recommender"), person)
    _accept(_invite(unit, office, person, "expert"), person)

    assert {a.role for a in capacities(person)} == {Role.RECOMMENDER, Role.EXPERT}
    assert Expert.objects.get(user=person).organisation_id == unit.pk


def test_an_expert_invited_again_keeps_the_entry_in_the_pool() -> None:
    expert, office = make_expert(), make_officer()
    person = user_of(expert)
    invitation = actions.invite_member(organisation_id=None, email=person.email, capacity="expert", by=office, at=AT)

    _accept(invitation, person)

    assert Expert.objects.get(user=person).fields == ["manufacturing"]


@pytest.mark.parametrize(
    ("email", "capacity", "code"),
    [
        ("没有地址", "applicant", "invitation.bad_address"),
        ("a@b", "applicant", "invitation.bad_address"),
        ("a@example.org, b@example.org", "applicant", "invitation.bad_address"),
        ("a@example.org", "boss", "membership.unknown_capacity"),
    ],
)
def test_an_invitation_has_one_address_and_a_known_capacity(email: str, capacity: str, code: str) -> None:
    unit = make_organisation()
    admin = make_member(unit, Role.UNIT)

    with pytest.raises(RuleViolation, match=code):
        actions.invite_member(organisation_id=unit.pk, email=email, capacity=capacity, by=admin, at=AT)


def test_nobody_is_invited_to_no_unit_to_a_waiting_one_or_to_where_one_stands() -> None:
    office, waiting, unit = make_officer(), make_organisation(approved_at=None), make_organisation()
    member = user_of(make_member(unit, Role.APPLICANT))

    with pytest.raises(RuleViolation, match=r"invitation.unit_missing"):
        actions.invite_member(organisation_id=None, email="a@example.org", capacity="unit", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"organisation.not_approved"):
        _invite(waiting, office, member)
    with pytest.raises(RuleViolation, match=r"invitation.member_already"):
        _invite(unit, office, member)


def test_what_a_former_administrator_offered_ends_with_the_administration() -> None:
    unit, person = make_organisation(), make_user()
    admin = make_member(unit, Role.UNIT)
    make_member(unit, Role.UNIT, "另一管理员")
    invitation = _invite(unit, admin, person)

    own = Membership.objects.get(user_id=admin.user_id)
    actions.leave(membership_id=own.pk, by=admin, at=AT)

    with pytest.raises(RuleViolation, match=r"invitation.withdrawn"):
        _accept(invitation, person)


def test_a_merger_does_not_save_what_a_former_administrator_offered() -> None:
    unit, duplicate, second_self = make_organisation(), make_organisation(), make_user()
    make_member(unit, Role.UNIT)
    admin = make_member(duplicate, Role.UNIT)
    invitation = _invite(duplicate, admin, second_self, "unit")
    office = make_officer()
    actions.merge(duplicate_id=duplicate.pk, survivor_id=unit.pk, reason="重复登记", by=office, at=AT)

    own = Membership.objects.get(user_id=admin.user_id)
    actions.end_membership(membership_id=own.pk, reason="已离职", by=office, at=AT)

    with pytest.raises(RuleViolation, match=r"invitation.withdrawn"):
        _accept(invitation, second_self)


def test_whose_standing_has_ended_does_not_come_back_by_an_older_link() -> None:
    unit, person = make_organisation(), make_user()
    admin = make_member(unit, Role.UNIT)
    invitation = _invite(unit, admin, person)
    asked = actions.ask_to_join(uscc=str(unit.uscc), capacity="applicant", by=Actor(person.pk, Role.PUBLIC), at=AT)
    actions.approve_member(membership_id=asked.pk, by=admin, at=AT)

    actions.end_membership(membership_id=asked.pk, reason="已离职", by=admin, at=AT)

    with pytest.raises(RuleViolation, match=r"invitation.withdrawn"):
        _accept(invitation, person)


def test_the_survivors_administrator_withdraws_what_the_duplicate_offered() -> None:
    unit, duplicate = make_organisation(), make_organisation()
    invitation = _invite(duplicate, make_member(duplicate, Role.UNIT), make_user())
    actions.merge(duplicate_id=duplicate.pk, survivor_id=unit.pk, reason="重复登记", by=make_officer(), at=AT)

    assert list(queries.invitations_of_unit(unit.pk, AT)) == [invitation]
    actions.withdraw_invitation(invitation_id=invitation.pk, by=make_member(unit, Role.UNIT), at=AT)

    invitation.refresh_from_db()
    assert invitation.withdrawn_at == AT
