"""Bind a form and its evidence into one PDF. Nothing is read from any case: the caller says what is printed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, ImageOps

from zhiping.documents import ports
from zhiping.documents.actions.pdf import typeset

A4 = (595.28, 841.89)
FRAME = pikepdf.Rectangle(34, 76, A4[0] - 34, A4[1] - 28)
"""Where a page of evidence lies on the sheet, in points: the footer stays free."""
SHARPEST = 2200
PRINTED = ("pdf", "jpg", "png")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file to be bound in. open: gives its bytes; kind: a FileKind word; only PDFs and pictures can be printed."""

    label: str
    name: str
    kind: str
    sha256: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Bound:
    """A bundle. pages: of all; unprinted: names of the files that it only lists."""

    content: bytes
    pages: int
    unprinted: tuple[str, ...]


def bind(
    front: Mapping[str, object],
    evidence: Sequence[Evidence],
    *,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
    at: datetime,
) -> Bound:
    """Bind cover, contents, form and evidence; each page carries code, hash and number.

    A file that cannot be printed is named in the contents with its hash, so that it is known to belong to the bundle.
    Args: front: data of bundle.typ without the evidence. tell: hears after each file how many pages of how many are
    bound.
    Raises: RuleViolation("document.missing_glyph").
    """
    opened = [(piece, _pages_of(piece)) for piece in evidence]
    counts = [len(pages.pages) if pages is not None else 0 for _piece, pages in opened]
    listed = [_listed(piece, count) for (piece, _pages), count in zip(opened, counts, strict=True)]
    made = typeset("bundle", {**front, "evidence": listed, "evidence_pages": sum(counts)}, at=at)
    with pikepdf.open(io.BytesIO(made)) as book:
        total = len(book.pages) + sum(counts)
        if sum(counts):
            _bind_in(book, front, [pages for _piece, pages in opened if pages is not None], total, tell=tell, at=at)
        out = io.BytesIO()
        # what others have packed stays packed: it may unpack to anything
        book.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return Bound(out.getvalue(), total, tuple(piece.name for piece, pages in opened if pages is None))


def _bind_in(
    book: pikepdf.Pdf,
    front: Mapping[str, object],
    parts: Sequence[pikepdf.Pdf],
    total: int,
    *,
    tell: Callable[[int, int], None],
    at: datetime,
) -> None:
    first = len(book.pages) + 1
    data = {**front, "pages": total - first + 1, "first": first, "total": total}
    with pikepdf.open(io.BytesIO(typeset("bundle_pages", data, at=at))) as marks:
        place = 0
        for part in parts:
            for page in part.pages:
                sheet = book.add_blank_page(page_size=A4)
                with suppress(pikepdf.PdfError, ValueError, RuntimeError):
                    sheet.add_overlay(page, FRAME)
                sheet.add_overlay(marks.pages[place], pikepdf.Rectangle(0, 0, *A4))
                _pack(sheet)
                place += 1
            tell(first - 1 + place, total)


def _pack(sheet: pikepdf.Page) -> None:
    """Pack what draws a sheet, which is not packed when it is saved."""
    for drawn in sheet.obj.Resources.XObject.values():
        if "/Filter" not in drawn:
            drawn.write(zlib.compress(drawn.read_bytes()), filter=pikepdf.Name.FlateDecode)


def _listed(piece: Evidence, pages: int) -> dict[str, Any]:
    note = "" if pages else f"另附电子文件，指纹 {piece.sha256[:16]}"
    return {"label": piece.label, "name": piece.name, "pages": pages, "note": note}


def _pages_of(piece: Evidence) -> pikepdf.Pdf | None:
    """Return the pages of a file, or None when it has none that can be printed."""
    if piece.kind not in PRINTED:
        return None
    try:
        if piece.kind == "pdf":
            stream = piece.open()
            if not ports.can_be_bound(stream):
                return None
            stream.seek(0)
            return pikepdf.open(stream)
        return pikepdf.open(io.BytesIO(_as_pdf(piece.open())))
    except (pikepdf.PdfError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _as_pdf(stream: BinaryIO) -> bytes:
    with Image.open(stream) as picture:
        picture.draft("RGB", (SHARPEST, SHARPEST))
        picture.thumbnail((SHARPEST, SHARPEST))
        upright, out = ImageOps.exif_transpose(picture), io.BytesIO()
        _on_white(upright).save(out, "PDF", resolution=200)
        return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands():
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
