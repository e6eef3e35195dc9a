"""A workbook of one sheet of texts, written while it is sent.

The usual writers finish the whole file before its first byte can go out, because they put an index of its strings or
its dimensions in front. Here every text stands in its own cell, the sheet is the last part of the package, and the
package is packed as it grows; only its directory, which stands at the end of any ZIP, is held. ECMA-376, parts 1 and 2.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape

BATCH = 200
WIDTH = 22
# What XML cannot hold, whoever typed it.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # style 0 is plain, style 1 is the bold of the heading
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def written(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Write a workbook, the heading bold and standing still, and yield its bytes as they come to be."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in PARTS.items():
            package.writestr(name, f"{HEAD}{text}")
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_opening(len(heading)).encode())
            sheet.write(_row(heading, style=1).encode())
            yield sent.taken()
            lines: list[str] = []
            for row in rows:
                lines.append(_row(row))
                if len(lines) == BATCH:
                    sheet.write("".join(lines).encode())
                    lines.clear()
                    yield sent.taken()
            sheet.write(f"{''.join(lines)}</sheetData></worksheet>".encode())
    yield sent.taken()


def _opening(columns: int) -> str:
    widths = f'<cols><col min="1" max="{columns}" width="{WIDTH}" customWidth="1"/></cols>' if columns else ""
    still = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{still}</sheetView></sheetViews>'
    return f'{HEAD}<worksheet xmlns="{MAIN}">{views}{widths}<sheetData>'


def _row(cells: Sequence[str], style: int = 0) -> str:
    told = f' s="{style}"' if style else ""
    texts = (escape(UNWRITABLE.sub("", cell), quote=False) for cell in cells)
    return (
        "<row>"
        + "".join(f'<c{told} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' for text in texts)
        + "</row>"
    )


class _Sent(io.RawIOBase):
    """Takes what is packed until it is fetched; it cannot go back, so the package is written in one go."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep these bytes until they are fetched."""
        self.waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Fetch what has come since the last time."""
        found, self.waiting = b"".join(self.waiting), []
        return found
