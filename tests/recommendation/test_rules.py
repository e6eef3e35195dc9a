"""Points and words of a recommending unit, rule by rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.recommendation import rules

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
