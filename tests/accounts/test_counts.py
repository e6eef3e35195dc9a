"""How often one person or place asks: counted by one statement, so that nobody is let through twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiping.accounts import actions
from zhiping.accounts.models import Count
from zhiping.core.rates import rates

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOW = timedelta()


def ask(said: str = "2/m", *, seconds: float = 0, what: str = "lookups", who: str = "place 10.0.0.1") -> timedelta:
    return actions.count(what, who=who, rates=rates(said), at=AT + timedelta(seconds=seconds))


@pytest.mark.django_db
def test_who_asks_too_often_waits_until_the_span_ends_that_the_first_began() -> None:
    assert [ask(seconds=at) for at in (0, 10, 20, 59)] == [NOW, NOW, timedelta(seconds=40), timedelta(seconds=1)]
    assert [ask(seconds=at) for at in (60, 61, 62)] == [NOW, NOW, timedelta(seconds=58)]


@pytest.mark.django_db
def test_another_kind_another_person_and_another_limit_have_counts_of_their_own() -> None:
    ask("1/m")

    assert ask("1/m") > NOW
    assert (ask("1/m", what="exports"), ask("1/m", who="user 1"), ask("1/2m")) == (NOW, NOW, NOW)


@pytest.mark.django_db
def test_of_several_limits_the_longest_wait_holds_and_no_limit_counts_nothing() -> None:
    assert [ask("2/m,3/h", seconds=at) for at in (0, 0, 61, 62)] == [NOW, NOW, NOW, timedelta(seconds=3600 - 62)]
    kept = Count.objects.count()

    assert [ask("") for _ in range(3)] == [NOW] * 3
    assert Count.objects.count() == kept == 2


@pytest.mark.django_db
def test_it_is_one_question_and_keeps_no_address() -> None:
    with CaptureQueriesContext(connection) as asked:
        ask("2/m,3/h")

    assert len(asked) == 1
    assert [key for key in Count.objects.values_list("key", flat=True) if "10.0.0.1" in key] == []


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_only_as_many_go_on_as_may() -> None:
    def once(_n: int) -> timedelta:
        try:
            return ask("7/m,100/h")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        waits = list(hands.map(once, range(40)))

    assert waits.count(NOW) == 7


@pytest.mark.django_db
def test_counts_whose_span_has_ended_are_forgotten_and_others_stay() -> None:
    ask("1/m"), ask("1/h")

    assert actions.forget_counts(at=AT + timedelta(minutes=1)) == 1
    assert ask("1/h", seconds=60) > NOW
