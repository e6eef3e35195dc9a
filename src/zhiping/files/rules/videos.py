"""MP4: a row of boxes. The row must be whole, and one of them tells how long the video plays."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from zhiping.core.errors import RuleViolation
from zhiping.files.rules.found import Found, part, size_of

MOST_BOXES = 100_000
LONG, TO_THE_END = 1, 0


def look(stream: BinaryIO) -> Found:
    """Walk the boxes of a video without reading its pictures.

    Raises: RuleViolation("file.broken") when a box is cut off, or picture or index is missing.
    """
    size = size_of(stream)
    try:
        top = {kind: (start, end) for kind, start, end in _boxes(stream, 0, size)}
        if b"mdat" not in top or b"moov" not in top:
            raise RuleViolation("file.broken")
        inside = {kind: (start, end) for kind, start, end in _boxes(stream, *top[b"moov"])}
        return Found("mp4", "video/mp4", seconds=_seconds(part(stream, inside[b"mvhd"][0], 32)))
    except (struct.error, KeyError) as broken:
        raise RuleViolation("file.broken") from broken


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Go through the boxes between two places: name, where its content begins, where it ends."""
    for _box in range(MOST_BOXES):
        if start >= end:
            return
        length, kind = struct.unpack(">I4s", part(stream, start, 8))
        head = 8
        if length == LONG:
            (length,) = struct.unpack(">Q", part(stream, start + 8, 8))
            head = 16
        elif length == TO_THE_END:
            length = end - start
        if length < head or start + length > end:
            raise RuleViolation("file.broken")
        yield kind, start + head, start + length
        start += length
    raise RuleViolation("file.broken")


def _seconds(head: bytes) -> int | None:
    """Return how long the video plays; None where it does not say, as while it is still recorded in fragments."""
    if head[0] == 1:
        scale, length = struct.unpack_from(">IQ", head, 20)
    else:
        scale, length = struct.unpack_from(">II", head, 12)
    return -(-length // scale) if scale and length else None
