"""Which faces the typesetter has; what stands in a workbook that somebody hands in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiping.core.errors import RuleViolation
from zhiping.documents import ports

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
LARGEST = 4 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
FACES = ("Zhiping Song", "Zhiping Song Title", "Zhiping Hei")


def font_folders() -> list[Path]:
    """Return the folders whose faces may be used: our own, then the one an installation adds for rare characters."""
    added = settings.FONTS
    return [FOLDER / "fonts", *([added] if added else [])]


def fonts_present() -> dict[str, bool]:
    """Tell for every face the documents need whether it can be used; for the readiness page."""
    known = ports.faces_in(font_folders())
    return {face: face in known for face in FACES}


def sheets_of(workbook: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet of a workbook, line by line from the first, by the sheet's name.

    Formulas give the value the spreadsheet last computed. Raises: RuleViolation("sheet.broken"), also for a workbook
    that would take more memory or time than any real one.
    """
    found = ports.cells_of(workbook)
    if found is None:
        raise RuleViolation("sheet.broken")
    return found


def first_sheet(workbook: bytes) -> list[list[str]]:
    """Return the cells of a workbook's first sheet as text, the first row first.

    Raises: RuleViolation("sheet.broken") for anything but a workbook of reasonable size, packed or unpacked.
    """
    if len(workbook) > LARGEST or _unpacked(workbook) > MOST_UNPACKED:
        raise RuleViolation("sheet.broken")
    sheets = sheets_of(workbook)
    return [[_text(cell) for cell in row] for row in next(iter(sheets.values()), [])]


def _unpacked(workbook: bytes) -> int:
    """Return how many bytes the archive says it unpacks to; more than anybody takes for what is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return MOST_UNPACKED + 1


def _text(cell: object) -> str:
    """Return a cell as people see it: a whole number without the .0 that a spreadsheet adds to every number."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()
