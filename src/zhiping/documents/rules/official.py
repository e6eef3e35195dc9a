"""Read an official form back from Word: by the content controls, or by the labels where those were lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

TAG = "f."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBER = "序号"
MOST_UNPACKED = 6 * 1024 * 1024
"""Bytes of text and layout, unpacked; a filled form has a tenth of it. Each takes thirty times as much as a tree."""
MOST_NESTED = 3
"""Tables, rows and cells in each other, paragraphs in (the text boxes of) paragraphs: each level is read once more."""
TICKED, OPEN = "■☑☒√✓✔", "□☐"
_BOX = re.compile(rf"\s*([{TICKED}{OPEN}])\s*")


@dataclass(frozen=True, slots=True)
class Asked:
    """One field to look for. columns: labels of a table's columns; otherwise the label beside the answer."""

    id: str
    label: str
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Found:
    """What was found. texts: field id → text, paragraphs by line ends; tables: field id → rows of cell texts."""

    texts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


def read_form(content: bytes, asked: Sequence[Asked]) -> Found:
    """Return the answers in a Word copy of a form.

    Raises: ValueError for what is no such document, or more than any filled form is.
    """
    document, found = _opened(content), Found()
    wanted = {one.id: one for one in asked if not one.columns}
    for control in document.element.body.iter(_w("sdt")):
        tag = control.find(f"{_w('sdtPr')}/{_w('tag')}")
        name = (tag.get(_w("val")) or "").removeprefix(TAG) if tag is not None else ""
        if name in wanted and name not in found.texts:
            found.texts[name] = _text_of(control)
    rows = [[_text_of(cell) for cell in row.iter(_w("tc"))] for row in document.element.body.iter(_w("tr"))]
    _by_labels(rows, list(wanted.values()), found)
    _tables(document, [one for one in asked if one.columns], found)
    return found


def _opened(content: bytes) -> Any:
    from docx import Document  # noqa: PLC0415 -- slow import, most processes never need it
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 -- slow import, most processes never need it
    from lxml import etree  # noqa: PLC0415 -- slow import, most processes never need it

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(e.file_size for e in archive.infolist() if e.filename.lower().endswith((".xml", ".rels")))
    if unpacked > MOST_UNPACKED:
        raise ValueError(unpacked)
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, AttributeError, SyntaxError, OpcError) as broken:
        raise ValueError(content[:4]) from broken
    nested = dict.fromkeys(map(_w, ("tbl", "tr", "tc", "p")), 0)
    for event, node in etree.iterwalk(document.element.body, events=("start", "end"), tag=tuple(nested)):
        nested[node.tag] += 1 if event == "start" else -1
        if nested[node.tag] > MOST_NESTED:
            raise ValueError(node.tag)
    return document


def _w(name: str) -> str:
    """Return the name of an element or attribute of WordprocessingML (ISO/IEC 29500)."""
    return f"{{{WORD}}}{name}"


def _by_labels(rows: Sequence[Sequence[str]], wanted: Sequence[Asked], found: Found) -> None:
    """Take the cell after a label for each field without a control; equal labels are taken in their order."""
    cells = [(row[n], row[n + 1]) for row in rows for n in range(len(row) - 1)]
    place = 0
    for one in wanted:
        for at in range(place, len(cells)):
            if plain(cells[at][0]).startswith(plain(one.label)):
                if one.id not in found.texts:
                    found.texts[one.id] = cells[at][1]
                place = at + 1
                break


def _tables(document: Any, wanted: Sequence[Asked], found: Found) -> None:
    for table in document.element.body.iter(_w("tbl")):
        rows = [[_text_of(cell) for cell in row.iter(_w("tc"))] for row in table.iter(_w("tr"))]
        heads = [plain(text) for text in rows[0]] if rows else []
        skip = heads[:1] == [NUMBER]
        for one in wanted:
            if one.id not in found.tables and heads[skip:] == [plain(label) for label in one.columns]:
                found.tables[one.id] = [row[skip:] for row in rows[1:] if any(row[skip:])]


def _text_of(element: etree._Element) -> str:
    lines = []
    for paragraph in element.iter(_w("p")):
        parts = ["\n" if node.tag == _w("br") else node.text or "" for node in paragraph.iter(_w("t"), _w("br"))]
        lines.append("".join(parts))
    return "\n".join(lines).strip()


def plain(text: str) -> str:
    """Return a label without spaces and in one form of brackets."""
    return "".join(text.split()).replace("（", "(").replace("）", ")")


def ticked_in(text: str, labels: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the ids of the options whose boxes are ticked, and what is written after the last one.

    Args: labels: option id → label.
    """
    parts = _BOX.split(text)
    chosen, rest = [], ""
    ids = {plain(label): name for name, label in labels.items()}
    for box, said in zip(parts[1::2], parts[2::2], strict=True):
        label, _colon, more = re.split(r"([：:]|$)", said.strip(" ；;、\n"), maxsplit=1)
        name = ids.get(plain(label.strip("；;、_ ")))
        if name is not None and box in TICKED:
            chosen.append(name)
            rest = more.strip(" _\n；;") or rest
    return chosen, rest
