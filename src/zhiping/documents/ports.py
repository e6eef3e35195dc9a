"""What documents ask of others: a PDF's page as a picture, a workbook's cells, whether a PDF bears a known seal.

A PDF or a workbook may be hostile, so that it is read in a process of its own with little memory and time. Who judges
electronic seals is a setting.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

MEMORY = 3 * 1024 * 1024 * 1024
"""Addresses, of which the drawing uses a few hundred megabytes at most."""
SECONDS = 20
DOTS_PER_INCH = 200
CHILD = "from zhiping.documents import ports; ports.answer()"
READER = "from zhiping.documents import ports; ports.tell_cells()"
READING_MEMORY = 1024 * 1024 * 1024
MOST_CELLS = 1_000_000
"""Cells in the frame around what is filled in, of all sheets: two filled cells may stand seventeen thousand million apart."""
MOST_TOLD = 32 * 1024 * 1024
INSTANT = "at"
PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("sheet.pdf", page: 1)\n'


class Trust(StrEnum):
    """What a signature is worth: made by a known signer and whole, made by an unknown one, or broken."""

    VALID = "valid"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Signature:
    """An electronic seal on a PDF. signer: the name in its certificate."""

    trust: Trust
    signer: str


class Validator(Protocol):
    """Who judges electronic seals, such as integrations.eseal.PyHanko."""

    def signature_on(self, pdf: bytes, at: datetime) -> Signature | None:
        """Return the signature on a PDF, judged for an instant, or None without one."""


def signature_on(pdf: bytes, at: datetime) -> Signature | None:
    """Return the electronic seal on a PDF as the installation's validator judges it, or None without one."""
    # the child that draws a page runs without Django
    from django.conf import settings  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    validator: Validator = import_string(settings.SEAL_VALIDATOR)()
    return validator.signature_on(pdf, at)


def first_page(pdf: bytes) -> bytes | None:
    """Return the first page as PNG, or None when it cannot be drawn."""
    drawn = _in_child(CHILD, pdf)
    return drawn if drawn is not None and drawn.startswith(b"\x89PNG") else None


def cells_of(workbook: bytes) -> dict[str, list[list[Any]]] | None:
    """Return the cells of every sheet by the sheet's name, or None when it cannot be read with modest means."""
    told = _in_child(READER, workbook)
    return (
        None if told is None else dict(json.loads(told, object_hook=lambda kept: datetime.fromisoformat(kept[INSTANT])))
    )


def _in_child(code: str, content: bytes) -> bytes | None:
    """Run our code on a file in a process of its own; None when it dies or takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=content,
            capture_output=True,
            timeout=SECONDS * 2,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "/usr/bin:/bin"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def answer() -> None:
    """Draw what comes in, as the child; the memory and time of this process are small."""
    _be_small(MEMORY)
    sys.stdout.buffer.write(_drawn(sys.stdin.buffer.read()))


def tell_cells() -> None:
    """Read the workbook that comes in, as the child. Its reader ends the whole process when memory is short."""
    _be_small(READING_MEMORY)
    told = json.dumps(_cells(sys.stdin.buffer.read()), default=_said)
    if len(told) > MOST_TOLD:
        sys.exit(1)
    sys.stdout.write(told)


def _be_small(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _cells(workbook: bytes) -> list[Any]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- the parent does not need it

    book, found, left = CalamineWorkbook.from_filelike(io.BytesIO(workbook)), [], MOST_CELLS
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        left -= sheet.total_height * sheet.total_width
        if left < 0:
            sys.exit(1)
        found.append((name, sheet.to_python(skip_empty_area=False)))
    return found


def _said(cell: object) -> Any:
    """Return what JSON can say of a cell: an instant as such, days and times of day as they are read."""
    return {INSTANT: cell.isoformat()} if isinstance(cell, datetime) else str(cell)


def _drawn(pdf: bytes) -> bytes:
    import typst  # noqa: PLC0415 -- the parent does not need it

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sheet.pdf").write_bytes(pdf)
        Path(folder, "page.typ").write_text(PAGE, encoding="utf-8")
        page = str(Path(folder, "page.typ"))
        return bytes(typst.compile(page, root=folder, format="png", ppi=DOTS_PER_INCH, ignore_system_fonts=True))
