"""Two texts side by side: which parts of each are not in the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]*")
SHORT = 200
"""Up to so many characters each is compared character by character, longer texts by sentence."""

MOST = 600
"""Up to so many sentences each are compared. The time grows with the square of it and more: somebody who repeats a
sentence a hundred thousand times would hold a seat of the server for hours."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. differs: the other side does not have it here."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces; of texts that are too long to compare, only beginning and end are called the same."""
    short = max(len(one), len(other)) <= SHORT
    left, right = (list(text) if short else SENTENCE.findall(text) for text in (one, other))
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for same, a, b, c, d in _runs(left, right):
        for side, parts in zip(pieces, (left[a:b], right[c:d]), strict=True):
            if text := "".join(parts):
                side.append(Piece(text, differs=not same))
    return pieces


def _runs(left: Sequence[str], right: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return runs that are the same or not, with where they lie on the left and on the right."""
    if max(len(left), len(right)) <= MOST:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        return [(tag == "equal", a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes()]
    start = _common(left, right)
    end = _common(left[start:][::-1], right[start:][::-1])
    a, b = len(left) - end, len(right) - end
    return [(True, 0, start, 0, start), (False, start, a, start, b), (True, a, len(left), b, len(right))]


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    return next(
        (n for n, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right))
    )
