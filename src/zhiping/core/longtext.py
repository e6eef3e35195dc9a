"""A long text as people type or paste it: paragraphs, and the tables that office programs paste as tabbed lines.

Word, WPS and Excel hand a table over as plain text with a tab between two cells and a line for each row. The text is
kept as it came, so that its hash and its count of characters stay what they are; only whoever shows it makes a table
of it again: pages, PDF, Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

_LEAST_ROWS = 2
_LISTED = re.compile(r"\s*(?:\d{1,3}[.．、)）]|[(（]\d{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[•·●○◆■□➢\-–—*])\t")
"""An item of a list, which office programs also paste with a tab after its number or mark."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; an empty line stood before and after them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A pasted table: rows of equally many cells; missing cells are empty."""

    rows: tuple[tuple[str, ...], ...]


def blocks(text: str) -> list[Paragraph | Grid]:
    """Return what a long text consists of, in reading order, for whoever shows it.

    Two or more lines in a row with a tab in each are a table, unless they are items of a list; an empty line ends a
    paragraph; every other line end stays a line end.
    """
    found: list[Paragraph | Grid] = []
    for kind, lines in groupby(_kinds(text.splitlines()), key=itemgetter(0)):
        if kind == "row":
            found.append(_grid([line for _, line in lines]))
        elif kind == "line":
            found.append(Paragraph(tuple(" ".join(line.split("\t")).strip() for _, line in lines)))
    return found


def _kinds(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with what it is: a row of a table, a line of a paragraph, or empty."""
    for tabbed, run in groupby(lines, key=lambda line: bool(line.strip()) and "\t" in line and not _LISTED.match(line)):
        together = list(run)
        is_table = tabbed and len(together) >= _LEAST_ROWS
        for line in together:
            yield "row" if is_table else "line" if line.strip() else "empty", line


def _grid(lines: list[str]) -> Grid:
    rows = [tuple(cell.strip() for cell in line.split("\t")) for line in lines]
    width = max(len(row) for row in rows)
    return Grid(tuple(row + ("",) * (width - len(row)) for row in rows))
