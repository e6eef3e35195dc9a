"""What documents ask of others: to be set, a page as a picture, what is on one, cells, a form's answers, who sealed a PDF.

What is read may be hostile, so that it is read in a process of its own with little memory and time; what is set, too,
for the memory it takes. Who judges electronic seals is a setting.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from zhiping import apart
from zhiping.documents.rules.official import Asked, Found, read_form

MEMORY = 3 * 1024 * 1024 * 1024
"""Addresses, of which the drawing uses a few hundred megabytes at most."""
SECONDS = 20
FORM_SECONDS = 5
DOTS_PER_INCH = 200
READING_MEMORY = 1024 * 1024 * 1024
MOST_CELLS = 1_000_000
"""Cells in the frame around what is filled in, of all sheets: two filled cells may stand seventeen thousand million apart."""
MOST_TOLD = 32 * 1024 * 1024
BINDING_SECONDS = 10
MOST_DRAWN = 256 * 1024 * 1024
"""Bytes that draw the pages of a PDF, unpacked; a stream that many pages name counts for each."""
SETTING_SECONDS = 30
"""Of computing: a list of ten thousand rows takes four, and a gigabyte and a half."""
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


def set_document(template: Path, data: str, fonts: Sequence[Path], at: datetime) -> bytes | None:
    """Return a document as PDF, or what the typesetter complains of; None for one that takes more than any real one.

    Args: data: JSON for the template; fonts: the folders whose faces may be used; at: its date of creation.
    """
    task, folders = "zhiping.documents.rules.typesetting:document", [str(folder) for folder in fonts]
    means = {"memory": MEMORY, "seconds": SETTING_SECONDS}
    return apart.run(task, data.encode(), **means, template=str(template), fonts=folders, at=int(at.timestamp()))


def faces_in(fonts: Sequence[Path]) -> frozenset[str]:
    """Return the names of the faces that the typesetter finds in these folders."""
    task, folders = "zhiping.documents.rules.typesetting:families", [str(folder) for folder in fonts]
    told = apart.run(task, b"", memory=MEMORY, seconds=SECONDS, fonts=folders)
    return frozenset(json.loads(told)) if told is not None else frozenset()


def signature_on(pdf: bytes, at: datetime) -> Signature | None:
    """Return the electronic seal on a PDF as the installation's validator judges it, or None without one."""
    # the child that draws a page runs without Django
    from django.conf import settings  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    validator: Validator = import_string(settings.SEAL_VALIDATOR)()
    return validator.signature_on(pdf, at)


def first_page(pdf: bytes) -> bytes | None:
    """Return the first page as PNG, or None when it cannot be drawn."""
    drawn = apart.run("zhiping.documents.ports:page", pdf, memory=MEMORY, seconds=SECONDS)
    return drawn if drawn is not None and drawn.startswith(b"\x89PNG") else None


def seen_on(picture: bytes) -> tuple[tuple[str, ...], bool]:
    """Return the texts of the QR codes on a picture of a sheet, and whether a red seal is on it."""
    told = apart.run("zhiping.documents.rules.looking:seen", picture, memory=MEMORY, seconds=SECONDS)
    if told is None:
        return (), False
    found = json.loads(told)
    return tuple(found["codes"]), bool(found["seal"])


def cells_of(workbook: bytes) -> dict[str, list[list[Any]]] | None:
    """Return the cells of every sheet by the sheet's name, or None when it cannot be read with modest means."""
    told = apart.run("zhiping.documents.ports:cells", workbook, memory=READING_MEMORY, seconds=SECONDS)
    return (
        None if told is None else dict(json.loads(told, object_hook=lambda kept: datetime.fromisoformat(kept[INSTANT])))
    )


def form_in(copy: bytes, asked: Sequence[Asked]) -> Found | None:
    """Return the answers in a Word copy of a form, or None for what is no such document or takes more than any is."""
    wanted = [asdict(one) for one in asked]
    task = "zhiping.documents.ports:answers"
    told = apart.run(task, copy, memory=READING_MEMORY, seconds=FORM_SECONDS, wanted=wanted)
    return None if told is None else Found(**json.loads(told))


def can_be_bound(pdf: BinaryIO | bytes) -> bool:
    """Tell whether the pages of a PDF can be set on others with modest means: what draws them is unpacked for that."""
    task = "zhiping.documents.ports:drawing"
    return apart.run(task, pdf, memory=READING_MEMORY, seconds=BINDING_SECONDS) is not None


def drawing(stream: BinaryIO) -> bytes:
    """Unpack what draws the pages, in the process that is given to it. Raises: ValueError for more than real pages have."""
    import pikepdf  # noqa: PLC0415 -- the parent does not need it

    left = MOST_DRAWN
    with pikepdf.open(stream) as pdf:
        for sheet in pdf.pages:
            parts: Any = sheet.obj.get("/Contents", [])
            for part in parts if isinstance(parts, pikepdf.Array) else [parts]:
                with suppress(pikepdf.PdfError):  # what is damaged stays blank
                    left -= len(part.read_bytes()) if isinstance(part, pikepdf.Stream) else 0
                if left < 0:
                    raise ValueError(MOST_DRAWN)
    return b"drawn"


def page(stream: BinaryIO) -> bytes:
    """Draw the first page of a PDF, in the process that is given to it."""
    return _drawn(stream.read())


def cells(stream: BinaryIO) -> bytes:
    """Read a workbook, in the process that is given to it. Its reader ends the whole process when memory is short."""
    told = json.dumps(_cells(stream.read()), default=_said)
    if len(told) > MOST_TOLD:
        raise ValueError(len(told))
    return told.encode()


def answers(stream: BinaryIO, *, wanted: Sequence[Mapping[str, Any]]) -> bytes:
    """Read a Word copy of a form, in the process that is given to it. Raises: ValueError as `read_form`."""
    asked = [Asked(one["id"], one["label"], tuple(one["columns"])) for one in wanted]
    return json.dumps(asdict(read_form(stream.read(), asked))).encode()


def _cells(workbook: bytes) -> list[Any]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- the parent does not need it

    book, found, left = CalamineWorkbook.from_filelike(io.BytesIO(workbook)), [], MOST_CELLS
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        left -= sheet.total_height * sheet.total_width
        if left < 0:
            raise ValueError(name)
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
