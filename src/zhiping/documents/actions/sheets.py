"""One sheet of a table, to be signed and sealed, in the three forms people ask for: PDF, Word, Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiping.documents import queries, rules
from zhiping.documents.actions.pdf import typeset

PER_CHARACTER = 1.2
"""Columns of a workbook are as wide as so many Latin characters for each part of the sheet's width."""


def sheet_pdf(data: Mapping[str, object], *, at: datetime) -> bytes:
    """Return the sheet as PDF, for printing. Raises: as `typeset`."""
    return typeset("table_sheet", data, at=at)


def sheet_docx(data: Mapping[str, object]) -> bytes:
    """Return the sheet as a Word document, which people may still write on; texts are data, never markup.

    Raises: KeyError for missing data.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- slow import, most processes never need it

    _require(data)
    made = io.BytesIO()
    document = DocxTemplate(queries.TEMPLATES / "table_sheet.docx")
    document.render(_writable(dict(data)), autoescape=True)
    document.save(made)
    return made.getvalue()


def sheet_xlsx(data: Mapping[str, Any]) -> bytes:
    """Return the sheet as a workbook: title, facts, the table; no cell is ever taken for a formula.

    Raises: KeyError for missing data.
    """
    import xlsxwriter  # noqa: PLC0415 -- slow import, most processes never need it

    _require(data)
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(str(data["title"])[:31])
        title, head, cell = (
            book.add_format({"bold": True, "font_size": 16}),
            book.add_format({"bold": True, "bottom": 1, "top": 1, "text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top", "bottom": 4}),
        )
        page.write_string(0, 0, str(data["title"]), title)
        line = 1
        for name, text in data["facts"]:
            page.write_string(line, 0, f"{name}：{text}")
            line += 1
        _table(page, line + 1, data, head, cell)
        for place, width in enumerate(data["widths"]):
            page.set_column(place, place, width * PER_CHARACTER + 2)
        if data.get("flipped"):
            page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
    return made.getvalue()


def _table(page: Any, line: int, data: Mapping[str, Any], head: Any, cell: Any) -> None:
    for place, column in enumerate(data["columns"]):
        page.write_string(line, place, column, head)
    for row in data["rows"]:
        line += 1
        for place, text in enumerate(row):
            page.write_string(line, place, text, cell)
    for place, who in enumerate(data["signers"]):
        page.write_string(line + 2, place * 3, f"{who}：")
    for number, note in enumerate(data["notes"]):
        page.write_string(line + 4 + number, 0, note)


def _require(data: Mapping[str, object]) -> None:
    if lacking := rules.missing_keys("table_sheet", data):
        msg = f"table_sheet: {', '.join(lacking)}"
        raise KeyError(msg)


def _writable(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _writable(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_writable(value) for value in data]
    return rules.writable(data) if isinstance(data, str) else data
