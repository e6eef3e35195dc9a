"""Points and words of a recommending unit, rule by rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.recommendation import rules
from zhiping.recommendation.rules import scores

HUNDRED = Decimal(100)


@pytest.mark.parametrize("points", ["0", "86.5", "100"])
def test_points_lie_between_nought_and_the_maximum(points: str) -> None:
    rules.check_points(Decimal(points), asked=True, maximum=HUNDRED)


@pytest.mark.parametrize("points", ["-0.01", "100.01"])
def test_points_outside_are_refused_even_where_none_are_asked(points: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_points(Decimal(points), asked=False, maximum=HUNDRED)

    assert (refused.value.code, refused.value.facts) == ("recommendation.points_out_of_range", {"maximum": HUNDRED})


def test_no_points_are_refused_only_where_they_are_asked() -> None:
    rules.check_points(None, asked=False, maximum=HUNDRED)
    with pytest.raises(RuleViolation, match="recommendation.points_missing"):
        rules.check_points(None, asked=True, maximum=HUNDRED)


def test_an_opinion_has_words() -> None:
    rules.check_opinion("同意推荐")
    with pytest.raises(RuleViolation, match="recommendation.opinion_missing"):
        rules.check_opinion(" \n")


def _places(*given: tuple[int, str, int | None]) -> list[rules.Place]:
    return [rules.Place(*one) for one in given]


def test_two_groups_have_each_their_first_place_and_no_place_is_none_twice() -> None:
    rules.check_places(_places((1, "制造", 1), (2, "服务", 1), (3, "制造", None), (4, "制造", None)))


@pytest.mark.parametrize(
    ("second", "code", "facts"),
    [
        ((2, "制造", 0), "ranking.not_positive", {"rank": 0}),
        ((2, "制造", 1), "ranking.twice", {"rank": 1, "group": "制造"}),
    ],
)
def test_a_place_below_one_or_given_twice_is_refused(
    second: tuple[int, str, int], code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_places(_places((1, "制造", 1), second))

    assert (refused.value.code, refused.value.facts) == (code, facts)


def test_cases_without_a_place_are_numbered_after_the_last_that_has_one() -> None:
    assert rules.completed(_places((1, "", 2), (2, "", 5), (3, "", None), (4, "", None))) == {3: 6, 4: 7}
    assert rules.completed(_places((1, "", None))) == {1: 1}
    assert rules.completed([]) == {}


@pytest.mark.parametrize(
    ("case", "steps", "changed"),
    [
        (11, 1, {11: 2, 12: 1}),
        (12, -1, {11: 2, 12: 1}),
        (11, -1, {}),  # the first stays first
        (14, 3, {13: 3, 14: 4}),  # the last stays last, and whoever stands above gets a place
        (14, -3, {11: 2, 12: 3, 14: 1}),
    ],
)
def test_a_case_moves_within_its_group_and_the_others_close_up(case: int, steps: int, changed: dict[int, int]) -> None:
    order = _places((11, "", 1), (12, "", 2), (13, "", None), (14, "", None))

    assert rules.moved(order, case, steps) == changed


def test_a_score_names_its_reviewer() -> None:
    scores.check_reviewer("张评委")
    with pytest.raises(RuleViolation, match="own_score.reviewer_missing"):
        scores.check_reviewer(" \n")
