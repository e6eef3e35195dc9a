"""Draws: anybody who knows the seed and the recipe gets the same order."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import draw

SEED = "上海质量 2024-09-10 开奖 3 17 22"
PINNED = (1, 7, 8, 2, 4, 5, 9, 6, 3, 10)
PINNED_LETTERS = tuple("AFDECB")


def by_the_recipe(items: list[int], seed: str) -> tuple[int, ...]:
    """Follow the module's recipe word for word, written apart from it."""
    drawn, n = sorted(items), 0
    for i in reversed(range(1, len(drawn))):
        while True:
            r = int(hashlib.sha256(b"zhiping draw\n" + seed.encode() + b"\n" + str(n).encode()).hexdigest(), 16)
            n += 1
            if r < 2**256 - 2**256 % (i + 1):
                break
        j = r % (i + 1)
        drawn[i], drawn[j] = drawn[j], drawn[i]
    return tuple(drawn)


def test_order_is_pinned_forever() -> None:
    assert draw.order(range(1, 11), SEED) == PINNED
    assert draw.order("ABCDEF", "1") == PINNED_LETTERS


@given(st.sets(st.integers(0, 500), max_size=40), st.text(min_size=1))
def test_order_follows_the_published_recipe(items: set[int], seed: str) -> None:
    assert draw.order(items, seed) == by_the_recipe(list(items), seed)


@given(st.permutations(range(12)))
def test_order_of_arrival_does_not_matter(items: list[int]) -> None:
    assert draw.order(items, SEED) == draw.order(range(12), SEED)


def test_every_order_is_about_equally_likely() -> None:
    orders = Counter(draw.order("ABC", str(seed)) for seed in range(6000))

    assert len(orders) == 6
    assert all(abs(times - 1000) < 120 for times in orders.values())


def test_pick_is_the_beginning_of_the_order() -> None:
    assert draw.pick(range(1, 11), 3, SEED) == PINNED[:3]
    assert draw.pick([1, 2], 0, SEED) == ()


def test_nothing_and_one_are_drawn_too() -> None:
    assert draw.order([], SEED) == ()
    assert draw.order([7], SEED) == (7,)


@pytest.mark.parametrize("number", [-1, 3])
def test_more_than_there_are_cannot_be_picked(number: int) -> None:
    with pytest.raises(ValueError, match="cannot draw"):
        draw.pick([1, 2], number, SEED)


def test_draw_without_seed_or_with_doubles_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a seed"):
        draw.order([1, 2], "")
    with pytest.raises(ValueError, match="drawn twice"):
        draw.order([1, 2, 1], SEED)
