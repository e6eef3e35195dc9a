"""What is on a picture of a sheet: the codes it carries, whether it bears a red seal.

Loading what it takes is slow, and pictures come from strangers: `documents.ports.seen_on` has it done in a process of
its own, which has loaded this module once.
"""

from __future__ import annotations

import json
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps

from zhiping.documents.rules import codes, seals

CODE_MILLIMETRES = 24.0
"""Side of the code as opinion.typ prints it."""
LARGEST_EDGE = 2400
SMALLEST_EDGE = 200
"""On a smaller picture no module of a code has a pixel of its own, and a seal is a smudge."""


def seen(stream: BinaryIO) -> bytes:
    """Say as JSON what is on a picture; one that cannot be opened shows nothing."""
    picture = _opened(stream)
    if picture is None or max(picture.size) < SMALLEST_EDGE:
        return json.dumps({"codes": [], "seal": False}).encode()
    found = codes.read_codes(picture)
    place = codes.anchor(found[0], millimetres=CODE_MILLIMETRES) if len(found) == 1 else None
    picture.thumbnail((seals.LONG_EDGE, seals.LONG_EDGE), Image.Resampling.HAMMING)
    seal = seals.find_seal(np.asarray(picture), anchor=place)
    return json.dumps({"codes": [code.text for code in found], "seal": seal is not None}).encode()


def _opened(stream: BinaryIO) -> Image.Image | None:
    """Return the picture upright, not larger than needed; a large JPEG is never unpacked in full."""
    try:
        with Image.open(stream) as picture:
            picture.draft("RGB", (LARGEST_EDGE, LARGEST_EDGE))
            picture.thumbnail((LARGEST_EDGE, LARGEST_EDGE))
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
