"""Tables as files for spreadsheets; no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiping.documents import rules

WIDEST = 48
CHOSEN_LINES = 2_000
"""Lines of a template in which the words of a column can be chosen."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook. choices: the words a column's cells are chosen from, by its heading."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[str]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def xlsx_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, name: str) -> bytes:
    """Return an xlsx workbook with one sheet, a frozen heading and columns as wide as their text."""
    return xlsx_book([Sheet(name, columns, rows)])


def xlsx_book(sheets: Sequence[Sheet]) -> bytes:
    """Return an xlsx workbook whose sheets have frozen headings and cells that keep what is typed as text."""
    import xlsxwriter  # noqa: PLC0415 -- slow import, most processes never need it

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        head, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for one in sheets:
            _write(one, book.add_worksheet(one.name[:31]), head, plain)
    return made.getvalue()


def _write(one: Sheet, sheet: Any, head: Any, plain: Any) -> None:
    widths = [rules.width(column) for column in one.columns]
    sheet.write_row(0, 0, one.columns, head)
    for line, row in enumerate(one.rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell)
            widths[place] = max(widths[place], rules.width(cell))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width + 2, WIDEST), plain)
    for heading, words in one.choices.items():
        place = list(one.columns).index(heading)
        sheet.data_validation(1, place, CHOSEN_LINES, place, {"validate": "list", "source": list(words)})
    sheet.freeze_panes(1, 0)


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with the mark by which spreadsheets know it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([rules.harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode()
