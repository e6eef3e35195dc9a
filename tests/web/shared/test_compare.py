"""Two texts side by side."""

from __future__ import annotations

import time

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


def test_a_sentence_repeated_without_end_is_compared_at_its_ends_alone() -> None:
    one, other = "很好。" * 50_000 + "尾。", "很好。" * 3 + "不好。" * 50_000 + "尾。"
    started = time.process_time()

    left, right = side_by_side(one, other)

    assert [(piece.text[:3], len(piece.text), piece.differs) for piece in left + right] == [
        ("很好。", 9, False),
        ("很好。", 149_991, True),
        ("尾。", 2, False),
        ("很好。", 9, False),
        ("不好。", 150_000, True),
        ("尾。", 2, False),
    ]
    assert time.process_time() - started < 2
