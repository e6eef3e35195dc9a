"""The one gate of states."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer
from zhiping.applications import lifecycle
from zhiping.applications.models import Content
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.journal import queries as journal
from zhiping.programmes import queries

pytestmark = pytest.mark.django_db


def test_a_move_writes_state_phase_history_and_journal_together() -> None:
    case = make_case(make_edition(), "screening")
    officer = make_officer()

    with transaction.atomic():
        lifecycle.move(lifecycle.lock(case.pk), "pass_screening", reason="材料齐全", by=officer, at=AT)

    case.refresh_from_db()
    assert (case.state, case.phase, case.state_since) == ("desk", "round", AT)
    last = case.changes.values_list("event", "from_state", "to_state", "by_id", "reason").last()
    assert last == ("pass_screening", "screening", "desk", officer.user_id, "材料齐全")
    entry = journal.of_subject(f"application:{case.pk}").last()
    assert entry is not None
    assert (entry.act, entry.user_id, entry.facts) == (
        "move.pass_screening",
        officer.user_id,
        {"from_state": "screening", "to_state": "desk"},
    )


def test_a_move_that_the_edition_does_not_have_changes_nothing() -> None:
    case = make_case(make_edition(), "screening")

    with pytest.raises(RuleViolation, match="move_not_in_graph"), transaction.atomic():
        lifecycle.move(lifecycle.lock(case.pk), "publish", by=make_officer(), at=AT)

    case.refresh_from_db()
    assert (case.state, case.changes.count()) == ("screening", 2)


def test_an_absent_case_is_not_found() -> None:
    with pytest.raises(NotFound), transaction.atomic():
        lifecycle.lock(0)


def test_a_locked_case_learns_of_its_unit_team_way_and_words_by_one_question() -> None:
    edition = make_edition()
    case = make_case(edition, recommender=make_recommender(edition))
    Content.objects.filter(application=case).update(answers={"title": "降低主轴返修率"})

    with transaction.atomic():
        locked = lifecycle.lock(case.pk)
        with CaptureQueriesContext(connection) as seen:
            lifecycle.read_along(locked)
            known = locked.organisation, locked.team, locked.recommender, locked.content.answers

    assert known == (case.organisation, case.team, case.recommender, {"title": "降低主轴返修率"})
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_neither_lock_nor_move_works_outside_a_transaction() -> None:
    case = make_case(make_edition(), "screening")

    with pytest.raises(RuntimeError):
        lifecycle.lock(case.pk)
    with pytest.raises(RuntimeError):
        lifecycle.move(case, "pass_screening", by=make_officer(), at=AT)


def test_a_case_on_a_direct_route_passes_by_the_recommending_stage() -> None:
    edition = make_edition("excellence/2024")
    rule = queries.definition_of(edition).route.direct[0]
    case = make_case(edition)
    case.direct_route = f"direct.{rule.id}"
    case.number = "T-1"
    case.save(update_fields=["direct_route", "number"])

    with transaction.atomic():
        lifecycle.move(lifecycle.lock(case.pk), "submit", by=make_officer(), at=AT)

    case.refresh_from_db()
    assert (case.state, case.phase) == ("screening", "screening")
