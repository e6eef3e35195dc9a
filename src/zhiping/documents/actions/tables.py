"""Tables as files for spreadsheets; no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from zhiping.documents import rules

WIDEST = 48


def xlsx_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, name: str) -> bytes:
    """Return an xlsx workbook with one sheet, a frozen heading and columns as wide as their text."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet(name[:31])
        head = book.add_format({"bold": True, "bottom": 1})
        widths = [rules.width(column) for column in columns]
        sheet.write_row(0, 0, columns, head)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
                widths[place] = max(widths[place], rules.width(cell))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width + 2, WIDEST))
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with the mark by which spreadsheets know it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([rules.harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode()
