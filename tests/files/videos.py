"""Small files that are what they say: an MP4 of any length and size, an old Word file."""

from __future__ import annotations

import struct

SECTOR = 512
NOTHING, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def make_video(seconds: int = 60, size: int = 0) -> bytes:
    """A video that plays so long; its picture is padding up to the size."""
    head = _box(b"ftyp", b"mp42\x00\x00\x00\x00mp42isom")
    index = _box(b"moov", _box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80)))
    padding = bytes(max(size - len(head) - len(index) - 8, 16))
    return head + index + _box(b"mdat", padding)


def make_old_office(*names: str, locked: bool = False) -> bytes:
    """A file system in a file with these entries; its first one is as large as a document's stream."""
    head = bytearray(SECTOR)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<109I", head, 76, 0, *[NOTHING] * 108)
    folder = bytearray(SECTOR)
    for place, name in enumerate(names):
        raw = name.encode("utf-16-le")
        folder[place * 128 : place * 128 + len(raw)] = raw
        struct.pack_into("<HB", folder, place * 128 + 64, len(raw) + 2, 2)
        struct.pack_into("<II", folder, place * 128 + 116, 2, 4096)
    table = struct.pack("<128I", TABLE, LAST, *range(3, 10), LAST, *[NOTHING] * 118)
    document = bytearray(8 * SECTOR)
    struct.pack_into("<H", document, 10, 0x0100 if locked else 0)
    return bytes(head) + table + bytes(folder) + bytes(document)
