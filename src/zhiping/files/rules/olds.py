"""Word, Excel and PowerPoint of before 2007: a file system in a file, whose folder tells of macros and locks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from zhiping.core.errors import RuleViolation
from zhiping.files.rules.found import Found, part, size_of

HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR_SHIFTS = (9, 12)
LAST = 0xFFFFFFFA
ENTRY = 128
MOST_ENTRIES = 20_000
MACROS = {"_vba_project", "_vba_project_cur", "macros", "vba", "_xlm"}
LOCKED = {"encryptedpackage", "encryptedsummary", "\x06dataspaces"}
DOCUMENTS = {"worddocument", "workbook", "book", "powerpoint document"}
LARGE_STREAM = 4096
WORD_LOCKED = 0x0100
FILE_PASS = 0x002F


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    start: int
    size: int


def look(stream: BinaryIO) -> Found:
    """Read the folder of an old office file.

    Raises: RuleViolation("file.broken" | "file.encrypted" | "file.has_macro" | "file.unknown_type").
    """
    size = size_of(stream)
    try:
        shift, entries = _folder(stream, size)
    except (struct.error, IndexError, UnicodeDecodeError) as broken:
        raise RuleViolation("file.broken") from broken
    names = {entry.name for entry in entries}
    if names & LOCKED or any(_is_locked(stream, shift, entry) for entry in entries):
        raise RuleViolation("file.encrypted")
    if names & MACROS:
        raise RuleViolation("file.has_macro")
    if not names & DOCUMENTS:
        raise RuleViolation("file.unknown_type")
    return Found("doc", "application/msword")


def _folder(stream: BinaryIO, size: int) -> tuple[int, list[_Entry]]:
    head = part(stream, 0, 512)
    (shift,) = struct.unpack_from("<H", head, 30)
    if shift not in SECTOR_SHIFTS:
        raise RuleViolation("file.broken")
    (first,) = struct.unpack_from("<I", head, 48)
    found = []
    for sector in _chain(stream, head, shift, first, size):
        raw = part(stream, (sector + 1) << shift, 1 << shift)
        for place in range(0, len(raw) - ENTRY + 1, ENTRY):
            (length,) = struct.unpack_from("<H", raw, place + 64)
            name = raw[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le")
            start, long = struct.unpack_from("<II", raw, place + 116)
            if name:
                found.append(_Entry(name.lower(), start, long))
        if len(found) > MOST_ENTRIES:
            raise RuleViolation("file.bomb")
    return shift, found


def _chain(stream: BinaryIO, head: bytes, shift: int, sector: int, size: int) -> Iterator[int]:
    """Follow a chain of sectors through the table; a ring ends it."""
    tables = struct.unpack_from("<109I", head, 76)
    for _step in range((size >> shift) + 1):
        if sector >= LAST:
            return
        yield sector
        table, place = divmod(sector, (1 << shift) // 4)
        (sector,) = struct.unpack("<I", part(stream, ((tables[table] + 1) << shift) + place * 4, 4))
    raise RuleViolation("file.broken")


def _is_locked(stream: BinaryIO, shift: int, entry: _Entry) -> bool:
    """Tell whether a document's stream says that it is locked by a password."""
    if entry.size < LARGE_STREAM or entry.name not in DOCUMENTS:
        return False
    raw = part(stream, (entry.start + 1) << shift, 512)
    if entry.name == "worddocument":
        return bool(struct.unpack_from("<H", raw, 10)[0] & WORD_LOCKED)
    place = 0
    while place + 4 <= len(raw) and entry.name in ("workbook", "book"):
        kind, length = struct.unpack_from("<HH", raw, place)
        if kind == FILE_PASS:
            return True
        place += 4 + length
    return False
