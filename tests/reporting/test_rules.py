"""Tables of counts."""

from __future__ import annotations

import pytest

from zhiping.reporting.rules import Line, rates, table


def test_the_largest_line_stands_first_and_what_is_not_stated_last() -> None:
    made = table("district", ("submit",), [("", "submit", 9), ("沪东区", "submit", 2), ("临江区", "submit", 5)], {})
    assert made.lines == (
        Line("临江区", "临江区", "临江区", (5,)),
        Line("沪东区", "沪东区", "沪东区", (2,)),
        Line("", "", "", (9,)),
    )
    assert made.total == (16,)


def test_what_the_rules_name_keeps_their_order_and_has_a_line_even_when_empty() -> None:
    labels = {"a": ("甲", "A"), "b": ("乙", "B")}
    made = table("domain", ("submit", "publish"), [("b", "publish", 1), ("b", "submit", 2)], labels, ordered=True)
    assert made.lines == (Line("a", "甲", "A", (0, 0)), Line("b", "乙", "B", (2, 1)))


def test_counts_of_the_same_cell_add_up() -> None:
    made = table("domain", ("submit",), [("a", "submit", 1), ("a", "submit", 2)], {"a": ("甲", "A")})
    assert made.lines[0].counts == (3,)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((356, 356, 345), (1.0, 345 / 356)), ((0, 3), (None,)), ((9, 6, 8), (6 / 9, None)), ((5,), ()), ((), ())],
)
def test_each_step_is_a_part_of_the_one_before(counts: tuple[int, ...], expected: tuple[float | None, ...]) -> None:
    assert rates(counts) == expected
