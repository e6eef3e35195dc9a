"""Two texts side by side."""

from __future__ import annotations

import pytest

from zhiping.web.shared.compare import Piece, side_by_side


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("甲乙丙", "甲丁丙", ["甲", "*乙", "丙"], ["甲", "*丁", "丙"]),
        ("", "新写的", [], ["*新写的"]),
        ("同。" * 200, "同。" * 200, ["同。" * 200], ["同。" * 200]),
        (f"{'头' * 150}。中间。{'尾' * 150}", f"{'头' * 150}。{'尾' * 150}", ["头" * 150 + "。", "*中间。", "尾" * 150], ["头" * 150 + "。", "尾" * 150]),
    ],
)  # fmt: skip
def test_what_only_one_side_has_is_marked_there(one: str, other: str, left: list[str], right: list[str]) -> None:
    def told(pieces: list[Piece]) -> list[str]:
        return [f"{'*' if piece.differs else ''}{piece.text}" for piece in pieces]

    sides = side_by_side(one, other)

    assert (told(sides[0]), told(sides[1])) == (left, right)
