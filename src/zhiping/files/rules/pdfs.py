"""PDF: opened by its parser; refused when locked, when anything in it runs, when it carries other files."""

from __future__ import annotations

from typing import BinaryIO

import pikepdf

from zhiping.core.errors import RuleViolation
from zhiping.files.rules.found import Found

DEPTH = 6
RUNNING = ("/JavaScript", "/Launch", "/ImportData", "/Rendition")


def look(stream: BinaryIO) -> Found:
    """Open a PDF and count its pages.

    Raises: RuleViolation("file.encrypted" | "file.has_script" | "file.has_attachment" | "file.broken").
    """
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:
            if pdf.is_encrypted:
                raise RuleViolation("file.encrypted")
            _refuse_what_runs(pdf)
            return Found("pdf", "application/pdf", len(pdf.pages))
    except pikepdf.PasswordError as locked:
        raise RuleViolation("file.encrypted") from locked
    except pikepdf.PdfError as broken:
        raise RuleViolation("file.broken") from broken


def _refuse_what_runs(pdf: pikepdf.Pdf) -> None:
    """Look for what runs, at opening, on a page, in a form field or behind a link, and for files inside the file."""
    if "/AA" in pdf.Root or any(_runs(thing, DEPTH) for thing in pdf.objects):
        raise RuleViolation("file.has_script")
    if any(isinstance(thing, pikepdf.Dictionary) and "/EF" in thing for thing in pdf.objects):
        raise RuleViolation("file.has_attachment")


def _runs(thing: object, depth: int) -> bool:
    """Look into an object and what is written inside it; what it refers to is looked at by itself."""
    if depth == 0 or not isinstance(thing, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
        return False
    if isinstance(thing, pikepdf.Array):
        return any(_runs(part, depth - 1) for part in thing if not _refers(part))
    if thing.get("/S") in RUNNING or "/JS" in thing or "/XFA" in thing:
        return True
    return any(_runs(part, depth - 1) for _key, part in thing.items() if not _refers(part))


def _refers(part: object) -> bool:
    return isinstance(part, pikepdf.Object) and part.is_indirect
