"""Levels: shares lose nothing to rounding, equals are not split, votes need their majority."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import levels, ranking
from zhiping.core.levels import Level, Majority
from zhiping.core.ranking import Candidate, Ranked

THREE = ("benchmark", "excellent", "progress")
SHARES = tuple(zip(THREE, map(Decimal, ("5.5", "43", "51.5")), strict=True))
TWO_THIRDS = Majority(Fraction(2, 3))


def ranked(*scores: int | None) -> tuple[Ranked, ...]:
    return ranking.rank(
        [Candidate(n, None if score is None else Decimal(score)) for n, score in enumerate(scores, start=1)]
    )


@pytest.mark.parametrize(
    ("total", "percents", "places"),
    [
        (356, ("5.5", "43", "51.5"), (20, 153, 183)),
        (100, ("5.5", "43", "51.5"), (5, 43, 52)),
        (10, ("5.5", "43", "51.5"), (1, 4, 5)),
        (1, ("5.5", "43", "51.5"), (0, 0, 1)),
        (0, ("5.5", "43", "51.5"), (0, 0, 0)),
        (3, ("50", "50"), (1, 2)),
        (20, ("15", "30"), (3, 6)),
        (7, ("15", "30"), (1, 2)),
    ],
)
def test_largest_remainder_splits_every_place(total: int, percents: tuple[str, ...], places: tuple[int, ...]) -> None:
    assert levels.largest_remainder(total, [Decimal(p) for p in percents]) == places


@given(st.integers(0, 2000), st.lists(st.integers(0, 250), max_size=4))
def test_every_share_is_its_exact_part_rounded_up_or_down(total: int, tenths: list[int]) -> None:
    percents = [Decimal(tenth) / 10 for tenth in tenths]

    places = levels.largest_remainder(total, percents)

    for place, percent in zip(places, percents, strict=True):
        assert abs(place - total * percent / 100) < 1
    if sum(percents) == 100:
        assert sum(places) == total


@pytest.mark.parametrize("percents", [("60", "41"), ("-1", "50")])
def test_shares_beyond_the_whole_are_refused(percents: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="at most 100"):
        levels.largest_remainder(10, [Decimal(p) for p in percents])


def test_level_by_score_is_the_first_reached() -> None:
    thresholds = [("benchmark", Decimal(90)), ("excellent", Decimal(80))]

    assert levels.by_score(ranked(90, 89, 80, 79, None), thresholds) == (
        Level(1, "benchmark"),
        Level(2, "excellent"),
        Level(3, "excellent"),
        Level(4, None),
        Level(5, None),
    )


def test_thresholds_must_fall() -> None:
    with pytest.raises(ValueError, match="must fall"):
        levels.by_score((), [("benchmark", Decimal(80)), ("excellent", Decimal(80))])


def test_level_by_share_goes_down_the_ranks() -> None:
    result = levels.by_share(ranked(*range(99, 79, -1), None), SHARES)

    assert [level.level for level in result] == ["benchmark"] + ["excellent"] * 9 + ["progress"] * 10 + [None]


def test_share_that_does_not_reach_everyone_leaves_the_last_without_level() -> None:
    result = levels.by_share(ranked(90, 80, 70, 60), [("excellent", Decimal(50))])

    assert [level.level for level in result] == ["excellent", "excellent", None, None]


def test_equals_on_a_boundary_stand_between_the_levels() -> None:
    result = levels.by_share(ranked(90, 80, 80, 70), [("benchmark", Decimal(50)), ("excellent", Decimal(25))])

    assert result == (
        Level(1, "benchmark"),
        Level(2, None, ("benchmark", "excellent")),
        Level(3, None, ("benchmark", "excellent")),
        Level(4, None),
    )


def test_equals_at_the_last_boundary_stand_between_a_level_and_none() -> None:
    result = levels.by_share(ranked(80, 80), [("excellent", Decimal(50))])

    assert [level.between for level in result] == [("excellent", None)] * 2


def test_shares_are_taken_of_each_group_on_its_own() -> None:
    order = ranking.rank(
        [Candidate(n, Decimal(90 - n), keys={"domain": "service" if n % 2 else "building"}) for n in range(1, 5)],
        per=["domain"],
    )

    result = levels.by_share(order, [("excellent", Decimal(50))])

    assert [(level.application_id, level.level) for level in result] == [
        (2, "excellent"),
        (4, None),
        (1, "excellent"),
        (3, None),
    ]


@given(st.lists(st.integers(60, 64), min_size=1, max_size=40))
def test_no_equals_get_different_levels_and_no_level_exceeds_its_share(scores: list[int]) -> None:
    order = ranked(*scores)

    result = levels.by_share(order, SHARES)

    assert [level.application_id for level in result] == [place.application_id for place in order]
    by_score: dict[Decimal | None, set[tuple[str | None, tuple[str | None, ...]]]] = {}
    for place, level in zip(order, result, strict=True):
        by_score.setdefault(place.score, set()).add((level.level, level.between))
    assert all(len(kinds) == 1 for kinds in by_score.values())
    places = levels.largest_remainder(len(scores), [percent for _, percent in SHARES])
    for name, most in zip(THREE, places, strict=True):
        assert sum(level.level == name for level in result) <= most


def test_vote_gives_the_best_level_that_enough_want_or_better() -> None:
    votes = {
        3: {"benchmark": 6, "excellent": 3},
        1: {"benchmark": 5, "excellent": 1, "progress": 3},
        2: {"excellent": 2, "progress": 3},
    }

    assert levels.by_vote(votes, THREE, voters=9, majority=TWO_THIRDS) == (
        Level(1, "excellent", votes=6),
        Level(2, None, votes=5),
        Level(3, "benchmark", votes=6),
    )


@pytest.mark.parametrize(
    ("majority", "wanted", "voters", "reached"),
    [
        (TWO_THIRDS, 2, 3, True),
        (Majority(Fraction(2, 3), more_than=True), 2, 3, False),
        (Majority(Fraction(1, 2), more_than=True), 5, 10, False),
        (Majority(Fraction(1, 2), more_than=True), 6, 10, True),
        (Majority(Fraction(1, 2)), 5, 10, True),
        (Majority(Fraction(0)), 0, 10, False),
    ],
)
def test_majority_is_exact(majority: Majority, wanted: int, voters: int, reached: bool) -> None:
    assert majority.reached(wanted, voters) is reached


@pytest.mark.parametrize(
    ("votes", "voters", "match"),
    [
        ({"benchmark": 3}, 4, "5 are needed"),
        ({"gold": 3}, 9, r"unknown levels \['gold'\]"),
        ({"benchmark": 6, "excellent": 4}, 9, "more votes than voters"),
    ],
)
def test_vote_that_cannot_stand_is_refused(votes: dict[str, int], voters: int, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        levels.by_vote({1: votes}, THREE, voters=voters, majority=TWO_THIRDS, quorum=5)
