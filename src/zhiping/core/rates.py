"""How often one may ask: the limits that a setting such as "60/m,300/2h" says, and what it may say."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import NamedTuple

_NUMBER, _UNITS = "[1-9][0-9]{0,8}", "[1-9][0-9]{0,3}"
_ONE = f"{_NUMBER}/({_UNITS})?[smhd]"
GRAMMAR = f"^({_ONE}(,{_ONE})*)?$"
"""What a setting may say: number/span with s, m, h or d, several with commas; nothing for no limit."""
_SPANS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
LONGEST = timedelta(days=9_999)


class Rate(NamedTuple):
    """How often one may ask within a span of time."""

    most: int
    span: timedelta


@cache
def rates(said: str) -> tuple[Rate, ...]:
    """Return the limits of a setting; none for an empty one. Raises: ValueError for what GRAMMAR does not allow."""
    if re.fullmatch(GRAMMAR.removesuffix("$"), said) is None:
        msg = f"no limit: {said!r}"
        raise ValueError(msg)
    return tuple(_rate(one) for one in said.split(",") if one)


def _rate(one: str) -> Rate:
    most, _, span = one.partition("/")
    return Rate(int(most), int(span[:-1] or 1) * _SPANS[span[-1]])
