"""Two texts side by side: which parts of each are not in the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]*")
SHORT = 200
"""Up to so many characters each is compared character by character, longer texts by sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. differs: the other side does not have it here."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces."""
    short = max(len(one), len(other)) <= SHORT
    left, right = (list(text) if short else SENTENCE.findall(text) for text in (one, other))
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, parts in zip(pieces, (left[a:b], right[c:d]), strict=True):
            if text := "".join(parts):
                side.append(Piece(text, differs=tag != "equal"))
    return pieces
