"""What a file turned out to be, and how its bytes are read: from an open file, never all at once."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """What a file turned out to be.

    kind: a FileKind word of the definition such as "pdf"; pages: where it has any; seconds: how long a video plays.
    """

    kind: str
    content_type: str
    pages: int | None = None
    seconds: int | None = None


def as_stream(content: BinaryIO | bytes) -> BinaryIO:
    """Return bytes as an open file; an open file as it is."""
    return io.BytesIO(content) if isinstance(content, bytes) else content


def size_of(stream: BinaryIO) -> int:
    """Return how many bytes an open file has, and stand at its beginning."""
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    return size


def part(stream: BinaryIO, start: int, length: int) -> bytes:
    """Return so many bytes from a place, fewer at the end."""
    stream.seek(start)
    return stream.read(length)
