"""Alike conflicts are judged at once with all their cases locked, in one order for everybody."""

from __future__ import annotations

import time
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation
from tests.two_connections import second_while_first_is_held
from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journey import actions as journey
from zhiping.review import actions
from zhiping.review.models import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
AT = panels.REVIEWING["qc-circle/2022"]
KIND = "own_application_in_category"


def _suspected() -> tuple[list[Conflict], Actor]:
    """Return three alike conflicts, by their cases, and an officer."""
    edition, office, unit = make_edition(), make_officer(), make_organisation()
    for place in range(4):
        make_case(edition, "desk", organisation=unit if place == 0 else None)
    panels.commit(panels.make_expert("甲某", unit), edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    return list(Conflict.objects.filter(kind=KIND).order_by("application_id")), office


def _judge(chosen: Conflict, alike: list[Conflict], by: Actor) -> list[Conflict]:
    same = [one.pk for one in alike]
    return actions.judge_conflict(
        conflict_id=chosen.pk, confirmed=False, reason="不在同一评审组", alike=same, by=by, at=AT
    )


def test_an_act_on_another_of_the_cases_is_waited_for() -> None:
    found, office = _suspected()
    last = Application.objects.get(pk=found[-1].application_id)
    author = Actor(last.created_by_id, Role.APPLICANT, last.organisation_id, "王小明")

    def judge() -> str:
        _judge(found[0], found, office)
        return Application.objects.get(pk=last.pk).state

    state = second_while_first_is_held(
        lambda: journey.withdraw(application_id=last.pk, reason="数据有误", by=author, at=AT), judge
    )

    assert state == "withdrawn"


def test_whoever_waits_for_the_first_case_holds_none_of_the_others() -> None:
    found, office = _suspected()
    judged: list[int] = []

    def judge() -> None:
        judged.append(len(_judge(found[-1], found, office)))
        connection.close()

    beside = Thread(target=judge)
    with transaction.atomic(), connection.cursor() as cursor:
        lifecycle.lock(found[0].application_id)
        beside.start()
        _until_somebody_waits()
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        lifecycle.lock(found[-1].application_id)
    beside.join(20)

    assert judged == [3]


def test_a_suspicion_that_a_search_has_taken_back_meanwhile_is_judged_no_more() -> None:
    found, office = _suspected()

    def taken_back() -> None:
        lifecycle.lock(found[0].application_id)
        Conflict.objects.all().delete()

    answer = second_while_first_is_held(taken_back, lambda: _judge(found[0], found, office))

    assert isinstance(answer, NotFound)


def _until_somebody_waits() -> None:
    ends = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute(
                "SELECT pg_stat_clear_snapshot()"
            )  # else a transaction sees who was there when it first asked
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("nobody waits")
