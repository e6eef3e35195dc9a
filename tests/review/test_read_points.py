"""Points as an expert types them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.review.actions.scorecards import read_points


def test_points_are_read_with_wide_signs_and_without_empty_lines() -> None:
    assert read_points({"topic": "８．５", "causes": "7，5", "report": " "}) == {
        "topic": Decimal("8.5"),
        "causes": Decimal("7.5"),
    }


@pytest.mark.parametrize("typed", ["好", "1E+999999999", "NaN", "-Infinity"])
def test_what_nobody_writes_out_is_no_number_of_points(typed: str) -> None:
    with pytest.raises(RuleViolation, match=r"score\.wrong_kind"):
        read_points({"topic": typed})
