"""Pictures: opened by their parser; refused when they unfold to more points than any camera makes."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from zhiping.core.errors import RuleViolation
from zhiping.files.rules.found import Found

PIXELS = 60_000_000
PICTURES = {"jpg": "image/jpeg", "png": "image/png"}


def look(stream: BinaryIO, kind: str) -> Found:
    """Open a picture and check its parts. Raises: RuleViolation("file.bomb" | "file.broken")."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > PIXELS:
                raise RuleViolation("file.bomb")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise RuleViolation("file.broken") from broken
    except Image.DecompressionBombError as bomb:
        raise RuleViolation("file.bomb") from bomb
    return Found(kind, PICTURES[kind])
