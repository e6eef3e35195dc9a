"""The same sentences in two outcomes, whatever they are called: marks to look them up by, passages to read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

LEAST = 12
"""Characters that a sentence must have to say something of its own."""
SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*")
_NO_LETTER = re.compile(r"[\W_]+")
Labelled = tuple[str, str]
"""The label of a field, and what is written there."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences that the other side has too. ours, theirs: under which label, and the words."""

    our_label: str
    ours: str
    their_label: str
    theirs: str


def marks(texts: Iterable[str]) -> frozenset[int]:
    """Return a number for each sentence that says something: equal words give equal numbers in any outcome."""
    return frozenset(mark for text in texts for sentence in SENTENCE.findall(text) if (mark := mark_of(sentence)))


def mark_of(sentence: str) -> int:
    """Return the number of a sentence, of its letters and digits alone; 0 for one that is too short."""
    plain = _NO_LETTER.sub("", unicodedata.normalize("NFKC", sentence).casefold())
    if len(plain) < LEAST:
        return 0
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), signed=True)


def passages(ours: Sequence[Labelled], theirs: Sequence[Labelled], only: Collection[int]) -> list[Passage]:
    """Return what both sides say in the same words, in the order of ours; what follows on both sides is one passage.

    Args: only: the marks of the sentences that count; formulas of the trade are left out.
    """
    right = [(label, sentence, mark_of(sentence)) for label, text in theirs for sentence in SENTENCE.findall(text)]
    places = {mark: place for place, (_label, _sentence, mark) in reversed(list(enumerate(right))) if mark in only}
    found: list[Passage] = []
    for label, text in ours:
        before = -2
        for sentence in SENTENCE.findall(text):
            place = places.get(mark_of(sentence), -2)
            if place < 0:
                before = -2
                continue
            their_label, their_words, _mark = right[place]
            last = found[-1] if found and place == before + 1 and found[-1].their_label == their_label else None
            if last is not None:
                found[-1] = Passage(label, last.ours + sentence, their_label, last.theirs + their_words)
            else:
                found.append(Passage(label, sentence, their_label, their_words))
            before = place
    return found
