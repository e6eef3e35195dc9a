"""A registered unit that nobody administers finds its administrator, with the office's word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.people import make_member, make_officer, make_organisation, make_uscc, make_user
from tests.files.test_store import make_pdf
from zhiping.accounts.models import User
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import ANYONE, Actor, Role
from zhiping.journey import queries as journey
from zhiping.messages.models import Message
from zhiping.organisations import actions, queries
from zhiping.organisations.models import Membership, Organisation

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 1, 2, 0, tzinfo=UTC)
WORDS = "质量部部长，021-5550 0100；名册中还没有管理员"


def _claim(unit: Organisation, person: User, statement: str = WORDS) -> Membership:
    by = Actor(person.pk, Role.PUBLIC, None, person.name)
    return actions.claim(uscc=str(unit.uscc), statement=statement, by=by, at=AT)


def test_a_claim_is_decided_by_the_office_and_makes_administrator_and_applicant() -> None:
    unit, person = make_organisation(), make_user("赵敏")

    claimed = _claim(unit, person)
    assert [(m.user.name, m.claim) for m in queries.requests_to_decide()] == [("赵敏", WORDS)]
    assert journey.capacities(person) == []
    actions.approve_member(membership_id=claimed.pk, by=make_officer(), at=AT)

    assert {(a.role, a.scope_id) for a in journey.capacities(person)} == {
        (Role.UNIT, unit.pk),
        (Role.APPLICANT, unit.pk),
    }
    assert list(queries.requests_to_decide()) == []
    assert Message.objects.get(code="organisations.membership_approved").to_id == person.pk


def test_who_administers_the_unit_is_told_and_does_not_decide() -> None:
    unit = make_organisation()
    admin = make_member(unit, Role.UNIT)

    claimed = _claim(unit, make_user("赵敏"))

    assert Message.objects.get(code="organisations.claimed").to_id == admin.user_id
    assert queries.waiting_for(admin) == []
    with pytest.raises(NotAllowed):
        actions.approve_member(membership_id=claimed.pk, by=admin, at=AT)
    with pytest.raises(NotAllowed):
        actions.end_membership(membership_id=claimed.pk, reason="不认识此人", by=admin, at=AT)


def test_claiming_twice_or_what_one_administers_changes_nothing_and_a_request_becomes_a_claim() -> None:
    unit, person = make_organisation(), make_user("赵敏")
    asked = actions.ask_to_join(uscc=str(unit.uscc), capacity="unit", by=Actor(person.pk, Role.PUBLIC), at=AT)

    claimed = _claim(unit, person)
    again = _claim(unit, person, "又一次")
    actions.approve_member(membership_id=claimed.pk, by=make_officer(), at=AT)
    later = _claim(unit, person, "再一次")

    assert {asked.pk, claimed.pk, again.pk, later.pk} == {asked.pk}
    assert Membership.objects.get(pk=asked.pk).claim == WORDS


def test_whatever_is_asked_of_a_unit_without_administrator_goes_to_the_office() -> None:
    unit, person = make_organisation(), make_user("孙力")
    asked = actions.ask_to_join(uscc=str(unit.uscc), capacity="applicant", by=Actor(person.pk, Role.PUBLIC), at=AT)
    assert [m.pk for m in queries.requests_to_decide()] == [asked.pk]

    make_member(unit, Role.UNIT)

    assert list(queries.requests_to_decide()) == []


@pytest.mark.parametrize(
    ("uscc", "statement", "code"),
    [
        ("123", WORDS, "organisation.bad_uscc"),
        (make_uscc(94_000), WORDS, "organisation.not_registered"),
        (make_uscc(94_001), " ", "claim.statement_missing"),
        (make_uscc(94_001), "长" * 1001, "claim.too_long"),
        (make_uscc(94_001), WORDS, "organisation.not_approved"),
    ],
)
def test_a_claim_names_a_standing_unit_and_says_why(uscc: str, statement: str, code: str) -> None:
    make_organisation(uscc=make_uscc(94_001), approved_at=None)

    with pytest.raises(RuleViolation, match=code):
        actions.claim(uscc=uscc, statement=statement, by=Actor(make_user().pk, Role.PUBLIC), at=AT)


def test_nobody_signed_out_claims_and_a_paper_is_kept_for_the_office() -> None:
    unit, person = make_organisation(), make_user()
    with pytest.raises(NotAllowed):
        actions.claim(uscc=str(unit.uscc), statement=WORDS, by=ANYONE, at=AT)

    paper = ("授权书.pdf", make_pdf())
    claimed = actions.claim(
        uscc=str(unit.uscc), statement=WORDS, evidence=paper, by=Actor(person.pk, Role.PUBLIC), at=AT
    )

    assert queries.claim_evidence(claimed.pk).name == "授权书.pdf"
    with pytest.raises(NotFound):
        queries.claim_evidence(0)
