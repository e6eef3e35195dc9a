"""The official form of an edition as a Word document that can be filled in further and read back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell

from zhiping.documents.rules import writable
from zhiping.documents.rules.official import TAG

FACE, HEAD_FACE = "SimSun", "SimHei"
LABEL, VALUE = Cm(2.8), Cm(5.4)
EMPTY_ROWS = 3


def official_docx(data: Mapping[str, Any], *, photo: bytes | None = None) -> bytes:
    """Return the form with its answers, laid out row by row as the notice prints it.

    Every answer stands in a content control that carries the field's id, so that the document can be read back
    wherever people move things.
    Args: data: as applications.queries.official gives it. photo: JPEG or PNG for the place of the portrait.
    """
    document = Document()
    _prepare(document)
    _cover(document, data)
    for section in data["sections"]:
        _heading(document, section["label"])
        if section["rows"]:
            _rows(document, section["rows"], photo)
        for table in section["tables"]:
            _table(document, table)
        if section["note"]:
            _text(document.add_paragraph(), f"注：{section['note']}", size=9)
    if data["opinions"]:
        _heading(document, data["opinions_label"])
        _opinions(document, data["opinions"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _prepare(document: Any) -> None:
    page, style = document.sections[0], document.styles["Normal"]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    style.font.name, style.font.size = FACE, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(0)


def _cover(document: Any, data: Mapping[str, Any]) -> None:
    for _line in range(5):
        document.add_paragraph()
    for line in data["title"]:
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _text(title, line, size=24, face=HEAD_FACE)
    for _line in range(4):
        document.add_paragraph()
    for label, text in data["cover"]:
        line = document.add_paragraph()
        line.paragraph_format.left_indent = Cm(2.5)
        line.paragraph_format.space_after = Pt(14)
        _text(line, f"{label}：", size=14)
        for place, part in enumerate(str(text).split("\n")):
            if place:
                line.add_run().add_break()
            _text(line, part, size=14)
    document.add_page_break()


def _heading(document: Any, text: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(12), Pt(6)
    _text(line, text, size=14, face=HEAD_FACE)


def _rows(document: Any, rows: Sequence[Sequence[Mapping[str, Any]]], photo: bytes | None) -> None:
    with_photo = any(cell["kind"] == "photo" for row in rows for cell in row)
    columns = 5 if with_photo else 4
    table = _grid(document, len(rows), columns)
    widths = (LABEL, VALUE, LABEL, VALUE, Cm(3.0))
    if with_photo:
        widths = (LABEL, Cm(3.9), LABEL, Cm(3.9), Cm(3.2))
    for place, row in enumerate(rows):
        written = [cell for cell in row if cell["kind"] != "photo"]
        cells = table.rows[place].cells
        for n, width in enumerate(widths[:columns]):
            cells[n].width = width
        short = with_photo and len(written) == 2  # noqa: PLR2004 -- label and value, twice
        last = 3 if short else columns - 1
        if len(written) == 1:
            value = cells[1].merge(cells[last])
            _label(cells[0], written[0])
            _value(value, written[0])
            continue
        for n, cell in enumerate(written):
            _label(cells[2 * n], cell)
            _value(cells[2 * n + 1], cell)
    if with_photo:
        _photo(table, rows, photo)


def _photo(table: Table, rows: Sequence[Sequence[Mapping[str, Any]]], photo: bytes | None) -> None:
    """Put the portrait beside the rows that leave its column free, from its own row on."""
    first = next(n for n, row in enumerate(rows) if any(cell["kind"] == "photo" for cell in row))
    asked = next(cell for cell in rows[first] if cell["kind"] == "photo")
    last = first
    while last + 1 < min(len(rows), first + 4) and len(rows[last + 1]) == 2:  # noqa: PLR2004
        last += 1
    for n in range(last + 1, len(rows)):
        if len(rows[n]) == 2:  # noqa: PLR2004 -- below the portrait the last value takes the free column too
            table.cell(n, 3).merge(table.cell(n, 4))
    cell = table.cell(first, 4).merge(table.cell(last, 4))
    line = cell.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if photo is None:
        _text(line, f"{asked['label']}\n{asked['hint']}", size=9)
    else:
        line.add_run().add_picture(io.BytesIO(photo), width=Mm(28))


def _table(document: Any, asked: Mapping[str, Any]) -> None:
    rows = [list(row) for row in asked["lines"]] or [[""] * len(asked["columns"]) for _n in range(EMPTY_ROWS)]
    numbered = bool(asked["numbered"])
    table = _grid(document, len(rows) + 1, len(asked["columns"]) + numbered)
    heads = (["序号"] if numbered else []) + list(asked["columns"])
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        _text(cell.paragraphs[0], text, face=HEAD_FACE)
    for n, row in enumerate(rows, start=1):
        line = ([str(n)] if numbered else []) + row
        for cell, text in zip(table.rows[n].cells, line, strict=True):
            _text(cell.paragraphs[0], text)


def _opinions(document: Any, opinions: Sequence[Mapping[str, str]]) -> None:
    table = _grid(document, len(opinions), 1)
    for row, opinion in zip(table.rows, opinions, strict=True):
        cell = row.cells[0]
        _text(cell.paragraphs[0], f"{opinion['label']}：", face=HEAD_FACE)
        for part in opinion["text"].split("\n"):
            _text(cell.add_paragraph(), part)
        for text in ("", "", "", "（盖章）：　　　　　　", "年　　月　　日"):
            line = cell.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _text(line, text)


def _grid(document: Any, rows: int, columns: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    return table


def _label(cell: _Cell, asked: Mapping[str, Any]) -> None:
    _text(cell.paragraphs[0], asked["label"], face=HEAD_FACE)
    if asked["hint"]:
        _text(cell.add_paragraph(), f"（{asked['hint']}）", size=9)


def _value(cell: _Cell, asked: Mapping[str, Any]) -> None:
    """Write an answer into a content control; a text of several paragraphs gets one paragraph each."""
    lines = str(asked["text"]).split("\n")
    paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _line in lines[1:])]
    for paragraph, line in zip(paragraphs, lines, strict=True):
        _text(paragraph, line)
    control = OxmlElement("w:sdt")
    about = OxmlElement("w:sdtPr")
    for name, said in (("w:alias", asked["label"]), ("w:tag", f"{TAG}{asked['id']}")):
        part = OxmlElement(name)
        part.set(qn("w:val"), said)
        about.append(part)
    inside = OxmlElement("w:sdtContent")
    control.append(about)
    control.append(inside)
    paragraphs[0]._p.addprevious(control)  # noqa: SLF001 -- the library has no content controls
    for paragraph in paragraphs:
        inside.append(paragraph._p)  # noqa: SLF001
    end = cell.add_paragraph()
    end.paragraph_format.line_spacing = Pt(1)


def _text(paragraph: Any, text: str, *, size: float = 10.5, face: str = FACE) -> None:
    run = paragraph.add_run(writable(text))
    run.font.size, run.font.name = Pt(size), face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)  # noqa: SLF001 -- the library sets Latin faces only
