"""Units approve their own people and teams."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.people import make_member, make_officer, make_organisation, make_uscc, make_user, user_of
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal import queries as journal
from zhiping.journey import queries as journey
from zhiping.messages.models import Message
from zhiping.organisations import actions, queries
from zhiping.organisations.models import Membership, Organisation

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 1, 2, 0, tzinfo=UTC)


def _asked(unit: Organisation, capacity: str = "applicant", name: str = "孙力") -> Membership:
    newcomer = Actor(make_user(name).pk, Role.PUBLIC, None, name)
    return actions.ask_to_join(uscc=str(unit.uscc), capacity=capacity, by=newcomer, at=AT)


def test_a_request_reaches_the_administrator_and_gives_nothing_yet() -> None:
    unit = make_organisation()
    admin = make_member(unit, Role.UNIT)

    asked = _asked(unit)

    assert journey.capacities(asked.user) == []
    assert list(Message.objects.values_list("code", "to_id")) == [("organisations.membership_asked", admin.user_id)]
    assert [(i.title, i.what, i.href_name) for i in queries.waiting_for(admin)] == [
        ("孙力", "approve_member", "unit:people")
    ]


def test_asking_twice_changes_nothing() -> None:
    unit = make_organisation()
    asked = _asked(unit)
    person = Actor(asked.user_id, Role.PUBLIC, None, "孙力")

    again = actions.ask_to_join(uscc=str(unit.uscc), capacity="applicant", by=person, at=AT)

    assert again.pk == asked.pk
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("uscc", "capacity", "code"),
    [
        ("123", "applicant", "organisation.bad_uscc"),
        (make_uscc(88_888), "applicant", "organisation.not_registered"),
        (make_uscc(88_888), "boss", "membership.unknown_capacity"),
    ],
)
def test_a_request_names_a_unit_and_a_capacity_that_exist(uscc: str, capacity: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        actions.ask_to_join(uscc=uscc, capacity=capacity, by=Actor(make_user().pk, Role.PUBLIC), at=AT)


def test_the_administrator_approves_and_the_person_may_act() -> None:
    unit = make_organisation()
    admin, asked = make_member(unit, Role.UNIT), _asked(unit)

    actions.approve_member(membership_id=asked.pk, by=admin, at=AT)
    actions.approve_member(membership_id=asked.pk, by=admin, at=AT)

    assert [(a.role, a.scope_id) for a in journey.capacities(asked.user)] == [(Role.APPLICANT, unit.pk)]
    assert journal.of_subject(f"organisation:{unit.pk}").filter(act="organisations.approve_member").count() == 1


def test_the_administrator_of_another_unit_finds_nothing() -> None:
    asked, stranger = _asked(make_organisation()), make_member(make_organisation(), Role.UNIT)

    with pytest.raises(NotFound):
        actions.approve_member(membership_id=asked.pk, by=stranger, at=AT)


def test_an_applicant_of_the_unit_may_not_approve() -> None:
    unit = make_organisation()

    with pytest.raises(NotAllowed):
        actions.approve_member(membership_id=_asked(unit).pk, by=make_member(unit, Role.APPLICANT), at=AT)


def test_nobody_approves_the_own_request() -> None:
    unit = make_organisation()
    admin = make_member(unit, Role.UNIT)
    own = actions.ask_to_join(uscc=str(unit.uscc), capacity="applicant", by=admin, at=AT)

    with pytest.raises(NotAllowed):
        actions.approve_member(membership_id=own.pk, by=admin, at=AT)


def test_a_recommending_units_officer_is_approved_by_the_office_only() -> None:
    unit, office = make_organisation(), make_officer()
    asked = _asked(unit, "recommender")

    with pytest.raises(NotAllowed):
        actions.approve_member(membership_id=asked.pk, by=make_member(unit, Role.UNIT), at=AT)
    actions.approve_member(membership_id=asked.pk, by=office, at=AT)

    assert [a.role for a in journey.capacities(asked.user)] == [Role.RECOMMENDER]


def test_nobody_is_approved_before_the_unit_is() -> None:
    unit = make_organisation(approved_at=None)
    make_member(unit, Role.UNIT)
    asked = _asked(unit)

    with pytest.raises(RuleViolation, match="organisation.not_approved"):
        actions.approve_member(membership_id=asked.pk, by=make_officer(), at=AT)


def test_a_request_is_turned_down_with_its_reason_only() -> None:
    unit = make_organisation()
    admin, asked = make_member(unit, Role.UNIT), _asked(unit)

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.refuse_member(membership_id=asked.pk, reason="", by=admin, at=AT)
    actions.refuse_member(membership_id=asked.pk, reason="不是本单位职工", by=admin, at=AT)

    assert (
        Message.objects.filter(to=asked.user).values_list("code", flat=True).get() == "organisations.membership_refused"
    )
    with pytest.raises(NotFound):
        actions.approve_member(membership_id=asked.pk, by=admin, at=AT)


def test_an_approved_request_is_not_turned_down() -> None:
    unit = make_organisation()
    admin, asked = make_member(unit, Role.UNIT), _asked(unit)
    actions.approve_member(membership_id=asked.pk, by=admin, at=AT)

    with pytest.raises(RuleViolation, match="membership.approved_already"):
        actions.refuse_member(membership_id=asked.pk, reason="迟了", by=admin, at=AT)


def test_who_is_ended_loses_access_at_once() -> None:
    unit = make_organisation()
    admin, worker = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT)
    membership = Membership.objects.get(user_id=worker.user_id)

    actions.end_membership(membership_id=membership.pk, reason="调离", by=admin, at=AT)

    assert journey.capacities(user_of(worker)) == []


def test_the_last_administrator_hands_over_before_leaving() -> None:
    unit = make_organisation()
    admin, worker = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT, "郑工")
    own = Membership.objects.get(user_id=admin.user_id)

    with pytest.raises(RuleViolation, match="membership.last_administrator"):
        actions.leave(membership_id=own.pk, by=admin, at=AT)
    actions.hand_over(organisation_id=unit.pk, to_user_id=worker.user_id or 0, by=admin, at=AT)

    assert queries.people(unit.pk, "unit") == [worker.user_id]
    assert journey.capacities(user_of(admin)) == []


def test_administration_is_handed_to_the_units_own_people_only() -> None:
    unit = make_organisation()
    stranger = make_member(make_organisation(), Role.APPLICANT)

    with pytest.raises(NotFound):
        actions.hand_over(
            organisation_id=unit.pk, to_user_id=stranger.user_id or 0, by=make_member(unit, Role.UNIT), at=AT
        )


def test_an_applicant_leaves_and_nobody_leaves_for_another() -> None:
    unit = make_organisation()
    worker, other = make_member(unit, Role.APPLICANT), make_member(unit, Role.APPLICANT)
    own = Membership.objects.get(user_id=worker.user_id)

    with pytest.raises(NotFound):
        actions.leave(membership_id=own.pk, by=other, at=AT)
    actions.leave(membership_id=own.pk, by=worker, at=AT)

    assert journey.capacities(user_of(worker)) == []


def test_a_team_is_entered_once_under_its_name() -> None:
    unit = make_organisation()
    worker = make_member(unit, Role.APPLICANT)

    actions.create_team(organisation_id=unit.pk, name=" 晨光QC小组 ", registration="沪仪-031", by=worker, at=AT)

    assert [(t.name, t.registration) for t in queries.teams(unit.pk)] == [("晨光QC小组", "沪仪-031")]
    with pytest.raises(RuleViolation, match="team.registered_already"):
        actions.create_team(organisation_id=unit.pk, name="晨光ＱＣ小组", by=worker, at=AT)


def test_a_stranger_enters_no_team() -> None:
    with pytest.raises(NotFound):
        actions.create_team(
            organisation_id=make_organisation().pk, name="晨光", by=make_member(make_organisation(), Role.UNIT), at=AT
        )
