"""Lots drawn from a published seed, so that anybody can draw them again.

The recipe, for a stranger with any programming language:
1. Sort the items (numbers by size, texts by code point).
2. The n-th random number, n = 0, 1, 2, …, is SHA-256 of the UTF-8 text "zhiping draw", newline, seed, newline, n in
   decimal, read as a big-endian number below 2**256.
3. For a number below k take the next random number r; if r >= 2**256 - (2**256 mod k) skip it and take the next;
   the result is r mod k.
4. For i from the last place down to the second (places count from 0): j = a number below i + 1; exchange the items at
   i and j (Fisher-Yates).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from itertools import count
from typing import TypeVar

Item = TypeVar("Item", int, str)

SPACE = 2**256


def order(items: Iterable[Item], seed: str) -> tuple[Item, ...]:
    """Draw the order of presentation, or the order among equals; every order is equally likely.

    Args: seed: published before or with the result, best from a source nobody controls (e.g. that day's lottery
    numbers). The order in which the items are given does not matter.
    Raises: ValueError for an empty seed or an item given twice.
    Source: default (requirements › presentation order drawn from a published seed).
    """
    drawn = sorted(items)
    if not seed:
        msg = "a draw needs a seed"
        raise ValueError(msg)
    if len(set(drawn)) != len(drawn):
        msg = "an item would be drawn twice"
        raise ValueError(msg)
    below = _numbers(seed)
    for place in range(len(drawn) - 1, 0, -1):
        other = below(place + 1)
        drawn[place], drawn[other] = drawn[other], drawn[place]
    return tuple(drawn)


def pick(items: Iterable[Item], number: int, seed: str) -> tuple[Item, ...]:
    """Draw so many of the items: the first of the drawn order.

    Raises: ValueError when there are fewer items than that, or the number is negative.
    """
    drawn = order(items, seed)
    if not 0 <= number <= len(drawn):
        msg = f"cannot draw {number} of {len(drawn)}"
        raise ValueError(msg)
    return drawn[:number]


def _numbers(seed: str) -> Callable[[int], int]:
    """Return a function that gives the next number below its argument."""
    numbers = (int.from_bytes(hashlib.sha256(f"zhiping draw\n{seed}\n{n}".encode()).digest(), "big") for n in count())

    def below(limit: int) -> int:
        fair = SPACE - SPACE % limit
        return next(number for number in numbers if number < fair) % limit

    return below
