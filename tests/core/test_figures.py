"""Numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiping.core import figures


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("86.5", "86.5"),
        (" 7 ", "7"),
        ("-3", "-3"),
        ("+4.25", "4.25"),
        (".5", "0.5"),
        ("7.", "7"),
        ("0" * 15, "0"),
        ("８６．５", "86.5"),
    ],
)
def test_digits_with_a_sign_and_a_point_are_a_number(text: str, number: str) -> None:
    assert figures.read(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "8o", "1,5", "1E+999999999", "1e-9", "NaN", "Infinity", "sNaN", "1_0", "9" * 16, "0." + "1" * 16, "."]
)
def test_nothing_else_is(text: str) -> None:
    assert figures.read(text) is None
