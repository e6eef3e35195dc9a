"""A question that is put together once gives what Django gives, and refuses what it could get wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tests.factories.people import LONG_AGO, make_officer, make_organisation, make_team, make_user
from zhiping.accounts.models import OfficeRole, User
from zhiping.asking import prepared
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Role
from zhiping.organisations.models import Team

pytestmark = pytest.mark.django_db


def _teams(organisation_id: int, name: str, since: datetime) -> QuerySet[Team]:
    found = Team.objects.filter(organisation_id=organisation_id, name=name, registered_at__gte=since)
    return found.select_related("organisation").order_by("pk")


def test_each_value_goes_where_it_belongs() -> None:
    ask = prepared(_teams)
    first, second = make_organisation(), make_organisation()
    teams = [make_team(unit, name) for unit in (first, second) for name in ("晨光QC小组", "启明QC小组")]

    assert ask(first.pk, "晨光QC小组", LONG_AGO) == [teams[0]]
    assert ask(second.pk, "启明QC小组", LONG_AGO) == [teams[3]]
    assert ask(second.pk, "启明QC小组", teams[3].registered_at + timedelta(days=1)) == []
    assert ask.first(second.pk, "晨光QC小组", LONG_AGO) == teams[2]
    assert ask.first(second.pk, "没有", LONG_AGO) is None
    assert ask.one(second.pk, "晨光QC小组", LONG_AGO) == teams[2]
    with pytest.raises(NotFound):
        ask.one(second.pk, "没有", LONG_AGO)


def test_it_is_put_together_once_and_answered_by_one_query_each_time() -> None:
    calls = []

    def build(organisation_id: int) -> QuerySet[Team]:
        calls.append(organisation_id)
        return Team.objects.filter(organisation_id=organisation_id).select_related("organisation")

    ask, unit = prepared(build), make_organisation()
    make_team(unit)
    ask(unit.pk)
    calls.clear()

    with CaptureQueriesContext(connection) as seen:
        names = [team.organisation.name for _ in range(3) for team in ask(unit.pk)]

    assert (calls, len(seen), names) == ([], 3, [unit.name] * 3)


def test_rows_come_as_the_question_asks_for_them() -> None:
    @prepared
    def counted(name: str) -> QuerySet[User, tuple[str, int, bool]]:
        held = Exists(OfficeRole.objects.filter(user=OuterRef("pk")))
        found = User.objects.filter(name=name).values_list("username").annotate(n=Count("offices"), held=held)
        return found.union(User.objects.none().values_list("username", "pk", "is_active"))

    @prepared
    def deferred(name: str) -> QuerySet[User]:
        return User.objects.filter(name=name).only("name").prefetch_related("offices")

    officer = make_officer(Role.COMMITTEE, "林审定")
    user = User.objects.get(pk=officer.user_id)

    assert counted("林审定") == [(user.username, 1, True)]
    (found,) = deferred("林审定")
    assert found.get_deferred_fields() >= {"email"}
    with CaptureQueriesContext(connection) as seen:
        assert [role.office for role in found.offices.all()] == ["committee"]
    assert len(seen) == 0


def test_none_a_boolean_or_an_enumeration_makes_another_question() -> None:
    @prepared
    def offices(user_id: int | None, office: Role, body: str | None) -> QuerySet[OfficeRole]:
        found = OfficeRole.objects.filter(office=office.value)
        found = found.filter(user_id=user_id) if user_id is not None else found
        return found.filter(body=body) if body else found

    one = make_officer(Role.SECRETARIAT)
    two = make_officer(Role.GUIDING, body="某行业协会")

    def users(*asked: Any) -> list[int]:
        return [role.user_id for role in offices(*asked)]

    assert users(one.user_id, Role.SECRETARIAT, None) == [one.user_id]
    assert users(None, Role.GUIDING, None) == [two.user_id]
    assert users(two.user_id, Role.GUIDING, "某行业协会") == [two.user_id]
    assert users(two.user_id, Role.GUIDING, "另一协会") == []
    assert len(offices.kinds) == 3


def test_a_question_that_nothing_can_answer_asks_nothing() -> None:
    @prepared
    def nobody(user_id: int) -> QuerySet[User]:
        return User.objects.filter(pk=user_id, pk__in=[])

    with CaptureQueriesContext(connection) as seen:
        assert nobody(1) == []
    assert len(seen) == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda number: User.objects.filter(pk=number + 1),
        lambda number: User.objects.filter(name__icontains=str(number)),
        lambda number: User.objects.filter(pk__gt=1) if number % 20_000_000 else User.objects.all(),
    ],
    ids=["computes", "wraps", "decides"],
)
def test_a_question_that_does_something_with_its_value_is_refused(build: Callable[[int], QuerySet[User]]) -> None:
    with pytest.raises(TypeError, match="the question itself depends|does not reach the database"):
        prepared(build)(make_user().pk)


def test_a_value_of_another_kind_is_refused() -> None:
    @prepared
    def among(ids: list[int]) -> QuerySet[User]:
        return User.objects.filter(pk__in=ids)

    with pytest.raises(TypeError, match="tuple"):
        among((1, 2))  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_a_question_that_locks_is_asked_inside_a_transaction_only() -> None:
    @prepared
    def locked(user_id: int) -> QuerySet[User]:
        return User.objects.select_for_update(no_key=True).filter(pk=user_id).order_by()

    user = make_user()
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        found = locked(user.pk)

    assert (found, seen[0]["sql"].endswith(" FOR NO KEY UPDATE")) == ([user], True)
    with pytest.raises(TransactionManagementError):
        locked(user.pk)


def test_a_question_about_several_is_put_together_for_each_number_of_them() -> None:
    @prepared
    def among(*ids: int) -> QuerySet[User, str]:
        return User.objects.filter(pk__in=ids).order_by("pk").values_list("name", flat=True)

    one, two = make_user("林审定"), make_user("陈思远")

    assert among(two.pk, one.pk) == ["林审定", "陈思远"]
    assert (among(two.pk, two.pk), among(two.pk), among()) == (["陈思远"], ["陈思远"], [])
    assert len(among.kinds) == 3
