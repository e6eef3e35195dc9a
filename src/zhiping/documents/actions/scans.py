"""Look at a sheet that came back: which codes it carries, whether a seal is on it. Nothing is read from any case."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps

from zhiping.documents import ports
from zhiping.documents.ports import Signature

CODE_MILLIMETRES = 24.0
"""Side of the code as opinion.typ prints it."""
LARGEST_EDGE = 2400
SMALLEST_EDGE = 200
"""On a smaller picture no module of a code has a pixel of its own, and a seal is a smudge."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on a sheet. codes: the texts of its QR codes; seal: a red seal; signature: an electronic one."""

    codes: tuple[str, ...] = ()
    seal: bool = False
    signature: Signature | None = None


def look_at(content: bytes, *, is_pdf: bool, at: datetime) -> Seen:
    """Say what is on a scan or photo of a sheet, or on a PDF that may bear an electronic seal.

    Only the first page is looked at. A picture that cannot be opened shows nothing; what a file may be is judged by
    files.store.
    Args: at: the instant for which the certificates of an electronic seal are judged.
    """
    signature = ports.signature_on(content, at) if is_pdf else None
    drawn = ports.first_page(content) if is_pdf else content
    picture = _opened(drawn) if drawn is not None else None
    if picture is None or max(picture.size) < SMALLEST_EDGE:
        return Seen(signature=signature)
    return _look(picture, signature)


def _opened(content: bytes) -> Image.Image | None:
    """Return the picture upright, not larger than needed; a large JPEG is never unpacked in full."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.draft("RGB", (LARGEST_EDGE, LARGEST_EDGE))
            picture.thumbnail((LARGEST_EDGE, LARGEST_EDGE))
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _look(picture: Image.Image, signature: Signature | None) -> Seen:
    # slow imports, which only those pay who hand in a sheet
    import numpy as np  # noqa: PLC0415

    from zhiping.documents.rules import codes, seals  # noqa: PLC0415

    found = codes.read_codes(picture)
    place = codes.anchor(found[0], millimetres=CODE_MILLIMETRES) if len(found) == 1 else None
    picture.thumbnail((seals.LONG_EDGE, seals.LONG_EDGE), Image.Resampling.HAMMING)
    seal = seals.find_seal(np.asarray(picture), anchor=place)
    return Seen(tuple(code.text for code in found), seal is not None, signature)
