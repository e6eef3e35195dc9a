"""A small picture of a file: the first page of a PDF, or the picture itself, drawn anew without its metadata."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps

from zhiping.files.rules.found import PIECE

KINDS = ("pdf", "jpg", "png")
WIDTH, HEIGHT = 480, 680
"""Points of the picture at most, the shape of an A4 page."""
PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image("paper.pdf", page: 1, width: 360pt, height: 510pt, fit: "contain")
"""
PPI = 96


def draw(stream: BinaryIO, kind: str) -> bytes:
    """Return a JPEG. Raises: whatever the drawing library does with a file it cannot draw."""
    stream.seek(0)
    drawn = io.BytesIO(_first_page(stream)) if kind == "pdf" else stream
    with Image.open(drawn) as picture:
        picture.draft("RGB", (WIDTH, HEIGHT))
        small = ImageOps.exif_transpose(picture)
        small.thumbnail((WIDTH, HEIGHT))
        flat = Image.new("RGB", small.size, "white")
        flat.paste(small, mask=small.getchannel("A") if "A" in small.getbands() else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()


def _first_page(stream: BinaryIO) -> bytes:
    import typst  # noqa: PLC0415 -- slow import, needed in the child alone

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.typ")
        page.write_text(PAGE, encoding="utf-8")
        with Path(folder, "paper.pdf").open("wb") as paper:
            shutil.copyfileobj(stream, paper, PIECE)
        return bytes(typst.compile(str(page), format="png", ppi=PPI, ignore_system_fonts=True))
