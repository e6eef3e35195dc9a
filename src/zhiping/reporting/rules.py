"""Tables of counts, and what is computed from them; plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = ("submit", "recommend", "pass_screening", "approve", "publish")
"""How far a case can come, as the events of its history name it: each is counted once a case, however it ended."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it is about and a number a column."""

    key: str
    label: str
    label_en: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by one ground ("domain", "district" …). columns: ids, such as STEPS or the ids of levels."""

    id: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def total(self) -> tuple[int, ...]:
        """The sum of each column."""
        return tuple(sum(line.counts[place] for line in self.lines) for place in range(len(self.columns)))


def table(
    ground: str,
    columns: Sequence[str],
    counted: Iterable[tuple[str, str, int]],
    labels: Mapping[str, tuple[str, str]],
    *,
    ordered: bool = False,
) -> Table:
    """Make a table of (key, column, count) triples; what has no key stands last, under the key "".

    Args: labels: key → label in Chinese and English; a key without one is its own label. ordered: keep the order of
    the labels and a line for each, as a definition gives them; otherwise the largest come first.
    """
    found: dict[str, dict[str, int]] = {key: {} for key in labels} if ordered else {}
    for key, column, count in counted:
        found.setdefault(key, {})[column] = found.get(key, {}).get(column, 0) + count
    lines = [
        Line(key, *labels.get(key, (key, key)), tuple(counts.get(column, 0) for column in columns))
        for key, counts in found.items()
    ]
    if not ordered:
        lines.sort(key=lambda line: (not line.key, [-count for count in line.counts], line.label))
    return Table(ground, tuple(columns), tuple(lines))


def rates(counts: Sequence[int]) -> tuple[float | None, ...]:
    """Return, for each step after the first, which part of the step before came so far.

    None where nobody stood, or where more came than stood there: who applies directly passes by a step.
    """
    return tuple(after / before if after <= before and before else None for before, after in pairwise(counts))
