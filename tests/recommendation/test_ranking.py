"""The order in which a recommending unit puts what it recommends."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_organisation
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal.models import Entry
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions, queries, rules

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]
CLOSED = datetime(2022, 5, 31, 16, 0, tzinfo=UTC)


def _recommended(*points: str, category: str = "problem_solving") -> tuple[Recommender, Actor, list[int]]:
    edition = make_edition()
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    return recommender, officer, [_one(recommender, officer, p, category) for p in points]


def _one(recommender: Recommender, officer: Actor, points: str, category: str) -> int:
    draft = drafts.submitted(recommender.edition, recommender=recommender, category=category)
    opinions.give(draft, officer, points=Decimal(points))
    return draft.case.pk


def _order(recommender: Recommender) -> list[tuple[int, int | None, int | None]]:
    return [(c.given.application_id, c.given.rank, c.by_points) for c in queries.comparison(recommender)]


def test_until_it_is_put_in_order_the_best_points_stand_first_and_equals_share_a_place() -> None:
    recommender, _officer, (low, high, equal) = _recommended("80", "92.5", "92.50")

    assert _order(recommender) == [(high, None, 1), (equal, None, 1), (low, None, 3)]
    assert [c.is_shared for c in queries.comparison(recommender)] == [True, True, False]


def test_the_units_own_order_stands_before_the_points_and_is_journalled() -> None:
    recommender, officer, (low, high) = _recommended("80", "92.5")

    actions.rank(recommender_id=recommender.pk, places={low: 1, high: 2}, by=officer, at=AT)

    assert _order(recommender) == [(low, 1, 2), (high, 2, 1)]
    entry = Entry.objects.get(act="recommendation.rank")
    assert (entry.user_id, entry.facts["places"]) == (officer.user_id, {str(low): 1, str(high): 2})


def test_each_category_has_a_first_place_of_its_own() -> None:
    recommender, officer, (first,) = _recommended("80")
    other = _one(recommender, officer, "70", "innovative")

    actions.rank(recommender_id=recommender.pk, places={first: 1, other: 1}, by=officer, at=AT)

    assert sorted(_order(recommender)) == sorted([(first, 1, 1), (other, 1, 1)])


def test_a_place_taken_before_is_not_given_again_by_a_later_half_list() -> None:
    recommender, officer, (first, second) = _recommended("80", "92.5")
    actions.rank(recommender_id=recommender.pk, places={first: 1}, by=officer, at=AT)

    with pytest.raises(RuleViolation, match="ranking.twice"):
        actions.rank(recommender_id=recommender.pk, places={second: 1}, by=officer, at=AT)
    actions.rank(recommender_id=recommender.pk, places={first: None, second: 1}, by=officer, at=AT)

    assert _order(recommender) == [(second, 1, 1), (first, None, 2)]


def test_a_case_moves_up_from_the_places_given_with_it_and_the_others_close_up() -> None:
    recommender, officer, (low, high, best) = _recommended("80", "92.5", "95")
    rank = {"recommender_id": recommender.pk, "by": officer, "at": AT}

    actions.rank(places={}, move=(low, -1), **rank)  # type: ignore[arg-type]
    from_points = _order(recommender)
    actions.rank(places={best: 3, low: 2, high: 1}, move=(best, -2), **rank)  # type: ignore[arg-type]

    assert from_points == [(best, 1, 1), (low, 2, 3), (high, None, 2)]
    assert _order(recommender) == [(best, 1, 1), (high, 2, 2), (low, 3, 3)]


def test_only_places_that_change_are_told_when_a_case_moves() -> None:
    order = [rules.Place(7, "a", 1), rules.Place(8, "a", 2), rules.Place(9, "a", None), rules.Place(6, "a", None)]

    assert rules.moved(order, 8, -1) == {8: 1, 7: 2}
    assert rules.moved(order, 9, -1) == {9: 2, 8: 3}
    assert rules.moved(order, 9, 1) == {6: 3, 9: 4}
    assert (rules.moved(order, 7, -1), rules.moved(order, 8, 0)) == ({}, {})


def test_a_case_that_waits_is_compared_and_has_no_place_of_its_own() -> None:
    recommender, officer, (_low, high) = _recommended("80", "92.5")
    waiting = drafts.submitted(recommender.edition, recommender=recommender, category="problem_solving").case
    actions.score(application_id=waiting.pk, reviewer="张评委", points=Decimal(95), by=officer, at=AT)
    drafts.begin(recommender.edition, recommender=recommender)

    rows = [(c.pk, bool(c.is_waiting), c.shown_points, c.by_points, c.of) for c in queries.compared(recommender)]  # type: ignore[attr-defined]

    assert rows[0] == (high, False, Decimal("92.50"), 2, 2)
    assert rows[2] == (waiting.pk, True, Decimal("95.00"), 1, 2)
    assert queries.recommenders_of(officer).get().preparing == 1  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        actions.rank(recommender_id=recommender.pk, places={waiting.pk: 1}, by=officer, at=AT)


def test_after_the_window_the_order_stands() -> None:
    recommender, officer, (first,) = _recommended("80")

    with pytest.raises(RuleViolation, match="window.closed"):
        actions.rank(recommender_id=recommender.pk, places={first: 1}, by=officer, at=CLOSED)


def test_nobody_ranks_what_another_unit_recommends() -> None:
    recommender, _officer, (first,) = _recommended("80")
    other = make_recommender(recommender.edition, make_organisation("另一推荐单位"))
    stranger = make_member(make_organisation(), Role.RECOMMENDER)

    with pytest.raises(NotFound):
        actions.rank(recommender_id=other.pk, places={first: 1}, by=opinions.officer_of(other), at=AT)
    with pytest.raises(NotFound):
        actions.rank(recommender_id=recommender.pk, places={first: 1}, by=stranger, at=AT)
    assert _order(recommender) == [(first, None, 1)]


@pytest.mark.parametrize("rank", [0, -1])
def test_places_begin_with_one(rank: int) -> None:
    with pytest.raises(RuleViolation, match="ranking.not_positive"):
        rules.check_places([rules.Place(1, "a", None), rules.Place(2, "a", rank)])


def test_the_same_place_in_two_groups_is_no_clash() -> None:
    rules.check_places([rules.Place(1, "a", 1), rules.Place(2, "b", 1), rules.Place(3, "a", 2)])


def test_places_are_given_to_the_rest_by_their_points_after_those_that_have_one() -> None:
    recommender, officer, (low, high, kept) = _recommended("80", "92.5", "70")
    other = _one(recommender, officer, "60", "innovative")

    actions.rank(recommender_id=recommender.pk, places={kept: 2}, complete=True, by=officer, at=AT)

    assert {given.application_id: given.rank for given in queries.recommended_by(recommender)} == {
        kept: 2,
        high: 3,
        low: 4,
        other: 1,
    }
    assert Entry.objects.get(act="recommendation.rank").facts["places"] == {
        str(low): 4,
        str(high): 3,
        str(kept): 2,
        str(other): 1,
    }


def test_completing_leaves_a_category_alone_in_which_every_case_has_a_place() -> None:
    recommender, officer, (low, high) = _recommended("80", "92.5")

    actions.rank(recommender_id=recommender.pk, places={low: 1, high: 3}, complete=True, by=officer, at=AT)

    assert _order(recommender) == [(low, 1, 2), (high, 3, 1)]
