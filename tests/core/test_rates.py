"""How often one may ask: what a setting may say, and how it is read, are one grammar."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zhiping.config.environment import Environment
from zhiping.core.rates import GRAMMAR, LONGEST, rates

WRONG = ["60", "60/", "/m", "0/m", "60/w", "60/m,", ",60/m", "60/m 9/h", "60/m;9/h", "-1/h", "１/h", "60/m\n"]
NEVER = ["5/0h", "1/99999d", "9999999999/h"]
"""What could be read, but would count nothing, or break when it is counted."""


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        ("", []),
        ("60/m", [(60, timedelta(minutes=1))]),
        (
            "5/5m,300/h,9/2d,1/30s",
            [(5, timedelta(minutes=5)), (300, timedelta(hours=1)), (9, timedelta(days=2)), (1, timedelta(seconds=30))],
        ),
    ],
)
def test_a_limit_is_a_number_in_a_span_of_time(said: str, limits: list[tuple[int, timedelta]]) -> None:
    assert [tuple(rate) for rate in rates(said)] == limits
    assert Environment(limit_lookups=said).limit_lookups == said


@pytest.mark.parametrize("said", WRONG + NEVER)
def test_what_is_no_limit_is_refused_where_it_is_set_and_where_it_is_read(said: str) -> None:
    with pytest.raises(ValidationError):
        Environment(limit_lookups=said)
    with pytest.raises(ValueError, match="no limit"):
        rates(said)


@given(st.from_regex(re.compile(GRAMMAR, re.ASCII), fullmatch=True))
def test_whatever_may_be_set_is_read_whole_and_counts(said: str) -> None:
    found = rates(said)

    assert len(found) == len([one for one in said.split(",") if one])
    assert all(rate.most > 0 and timedelta() < rate.span <= LONGEST for rate in found)
