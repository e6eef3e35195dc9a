"""Units come onto the register: entered by anybody, approved by the office."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories.people import make_member, make_officer, make_organisation, make_uscc, make_user
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import ANYONE, Actor, Role
from zhiping.journal import queries as journal
from zhiping.journey import queries as journey
from zhiping.messages.models import Message
from zhiping.organisations import actions, queries
from zhiping.organisations.actions.register import Profile
from zhiping.organisations.models import Organisation

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 1, 2, 0, tzinfo=UTC)
CODE = make_uscc(70_001)


def _newcomer(name: str = "赵敏") -> Actor:
    return Actor(make_user(name).pk, Role.PUBLIC, None, name)


def _entered(by: Actor, code: str = CODE) -> Organisation:
    profile = Profile(ownership="private", district="浦东新区", founded_on=date(2010, 5, 1))
    return actions.register(uscc=code, name="浦江精密仪表有限公司", profile=profile, by=by, at=AT)


def test_a_unit_is_entered_once_with_its_facts_and_waits_for_the_office() -> None:
    newcomer = _newcomer()

    unit = _entered(newcomer, f" {CODE.lower()} ")

    assert (unit.uscc, unit.name, unit.ownership, unit.founded_on) == (
        CODE,
        "浦江精密仪表有限公司",
        "private",
        date(2010, 5, 1),
    )
    assert unit.approved_at is None
    assert journey.capacities(unit.memberships.first().user) == []  # type: ignore[union-attr]
    assert [u.pk for u in queries.entries_to_approve()] == [unit.pk]
    entry = journal.of_subject(f"organisation:{unit.pk}").last()
    assert entry is not None
    assert (entry.act, entry.user_id, entry.facts) == (
        "organisations.register",
        newcomer.user_id,
        {"uscc": CODE, "name": "浦江精密仪表有限公司"},
    )


def test_a_wrong_check_digit_is_refused_with_the_fault() -> None:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")

    with pytest.raises(RuleViolation) as refusal:
        _entered(_newcomer(), wrong)

    assert (refusal.value.code, refusal.value.facts["fault"]) == ("organisation.bad_uscc", "check_digit")
    assert Organisation.objects.count() == 0


def test_a_code_that_is_registered_leads_to_joining() -> None:
    _entered(_newcomer())

    with pytest.raises(RuleViolation) as refusal:
        _entered(_newcomer("钱进"))

    assert refusal.value.code == "organisation.registered_already"
    assert refusal.value.facts == {"name": "浦江精密仪表有限公司", "uscc": CODE}


def test_nobody_signed_out_enters_a_unit() -> None:
    with pytest.raises(NotAllowed):
        _entered(ANYONE)


@pytest.mark.parametrize(("name", "code"), [("  ", "name.missing"), ("长" * 121, "name.too_long")])
def test_a_name_is_there_and_fits(name: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        actions.register(uscc=CODE, name=name, profile=Profile(), by=_newcomer(), at=AT)


def test_the_office_approves_the_unit_and_its_first_administrator_together() -> None:
    newcomer = _newcomer()
    unit = _entered(newcomer)

    actions.approve(organisation_id=unit.pk, by=make_officer(), at=AT)
    actions.approve(organisation_id=unit.pk, by=make_officer(name="吴干事"), at=AT)

    person = unit.memberships.first().user  # type: ignore[union-attr]
    assert [(a.role, a.scope_id) for a in journey.capacities(person)] == [
        (Role.UNIT, unit.pk),
        (Role.APPLICANT, unit.pk),
    ]
    assert list(Message.objects.values_list("code", "to_id")) == [("organisations.approved", newcomer.user_id)]
    assert list(queries.entries_to_approve()) == []


def test_a_unit_does_not_approve_itself() -> None:
    newcomer = _newcomer()
    unit = _entered(newcomer)

    with pytest.raises(NotAllowed):
        actions.approve(organisation_id=unit.pk, by=newcomer, at=AT)


def test_a_refused_entry_may_be_entered_again() -> None:
    newcomer = _newcomer()
    unit = _entered(newcomer)

    actions.refuse(organisation_id=unit.pk, reason="名称与执照不一致", by=make_officer(), at=AT)
    again = _entered(newcomer)

    assert again.pk == unit.pk
    assert [m.code for m in Message.objects.all()] == ["organisations.refused"]
    assert again.memberships.filter(ended_at__isnull=True).count() == 2


def test_an_approved_entry_is_not_refused_and_a_refusal_has_its_reason() -> None:
    unit, office = make_organisation(), make_officer()

    with pytest.raises(RuleViolation, match="organisation.approved_already"):
        actions.refuse(organisation_id=unit.pk, reason="查无此单位", by=office, at=AT)
    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.refuse(organisation_id=unit.pk, reason=" ", by=office, at=AT)


def test_the_office_corrects_what_opens_a_direct_way_and_the_journal_keeps_both() -> None:
    unit = make_organisation(ownership="state_owned", district="长宁区")

    actions.correct(
        organisation_id=unit.pk,
        profile=Profile(ownership="foreign", district="长宁区"),
        reason="执照变更",
        by=make_officer(),
        at=AT,
    )

    unit.refresh_from_db()
    entry = journal.of_subject(f"organisation:{unit.pk}").last()
    assert unit.ownership == "foreign"
    assert entry is not None
    assert (entry.reason, entry.facts) == (
        "执照变更",
        {"before": {"ownership": "state_owned"}, "after": {"ownership": "foreign"}},
    )
    with pytest.raises(NotAllowed):
        actions.correct(organisation_id=unit.pk, profile=Profile(), reason="x", by=make_member(unit, Role.UNIT), at=AT)


def test_a_renamed_unit_is_still_found_by_its_former_name_and_its_alias() -> None:
    unit = make_organisation("浦江仪表厂")
    admin = make_member(unit, Role.UNIT)

    actions.rename(organisation_id=unit.pk, name="浦江精密仪表有限公司", reason="改制", by=make_officer(), at=AT)
    actions.add_alias(organisation_id=unit.pk, name="浦江仪表", by=admin, at=AT)
    actions.add_alias(organisation_id=unit.pk, name="浦江仪表", by=admin, at=AT)

    unit.refresh_from_db()
    assert unit.name == "浦江精密仪表有限公司"
    assert queries.other_names(unit.pk) == [("浦江仪表", "别名"), ("浦江仪表厂", "曾用名")]


def test_a_stranger_neither_names_nor_sees_a_unit() -> None:
    unit, stranger = make_organisation(), make_member(make_organisation(), Role.UNIT)

    with pytest.raises(NotFound):
        actions.add_alias(organisation_id=unit.pk, name="浦江", by=stranger, at=AT)
    with pytest.raises(NotFound):
        actions.approve(organisation_id=0, by=make_officer(), at=AT)
