"""Which faces the typesetter has; what stands in a workbook that somebody hands in."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from python_calamine import CalamineError, CalamineWorkbook

from zhiping.core.errors import RuleViolation

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
FACES = ("Zhiping Song", "Zhiping Song Title", "Zhiping Hei")


def font_folders() -> list[Path]:
    """Return the folders whose faces may be used: our own, then the one an installation adds for rare characters."""
    added = settings.FONTS
    return [FOLDER / "fonts", *([added] if added else [])]


def fonts_present() -> dict[str, bool]:
    """Tell for every face the documents need whether it can be used; for the readiness page."""
    known = set(typst.Fonts(include_system_fonts=False, font_paths=[str(p) for p in font_folders()]).families())
    return {face: face in known for face in FACES}


def sheets_of(workbook: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet of a workbook, line by line from the first, by the sheet's name.

    Formulas give the value the spreadsheet last computed. Raises: RuleViolation("sheet.broken").
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except CalamineError as broken:
        raise RuleViolation("sheet.broken") from broken
