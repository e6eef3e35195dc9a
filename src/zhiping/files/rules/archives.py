"""Word, Excel and PowerPoint files are archives: refused when they unpack to too much, are locked, or hold a program."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from zhiping.core.errors import RuleViolation
from zhiping.files.rules.found import PIECE, Found, part, size_of

UNPACKED_BYTES = 300 * 1024 * 1024
"""Of an archive and all archives in it together."""
UNPACKED_RATIO = 200
ENTRIES = 10_000
NESTED = 2
"""A workbook may stand in a document, and a document in that workbook; nobody needs more."""
OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
MACROS = ("vbaproject.bin", "/activex/", "/embeddings/oleobject", "vbadata.xml", "macrosheets/")
PROGRAMS = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar", ".hta", ".lnk", ".msi")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
END = b"PK\x05\x06"
END_BYTES = 22
SMALL = 1024 * 1024
REMOTE_TEMPLATE = re.compile(rb"<Relationship\b(?=[^>]*attachedTemplate)(?=[^>]*Target=[\"'](?:https?:|\\\\|//))[^>]*>")


def look(stream: BinaryIO) -> Found:
    """Open an office file and unpack all of it once, a piece at a time.

    Raises: RuleViolation("file.bomb" | "file.encrypted" | "file.has_macro" | "file.polyglot" | "file.unknown_type" |
    "file.broken").
    """
    try:
        return _look(stream, _Left(UNPACKED_BYTES), depth=0)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as broken:
        raise RuleViolation("file.broken") from broken


@dataclass(slots=True)
class _Left:
    """How many bytes may still be unpacked, of the archive and of all archives in it together."""

    bytes: int


def _look(stream: BinaryIO, left: _Left, depth: int) -> Found:
    size = size_of(stream)
    archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    left.bytes -= unpacked
    if len(entries) > ENTRIES or left.bytes < 0 or unpacked > UNPACKED_RATIO * size:
        raise RuleViolation("file.bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RuleViolation("file.encrypted")
    if not _is_nothing_else(stream, size, entries):
        raise RuleViolation("file.polyglot")
    names = [entry.filename.lower() for entry in entries]
    if any(mark in name for name in names for mark in MACROS) or any(name.endswith(PROGRAMS) for name in names):
        raise RuleViolation("file.has_macro")
    found = next((Found(*kind) for marker, kind in OFFICE.items() if marker in archive.namelist()), None)
    if found is None:
        raise RuleViolation("file.unknown_type")
    for entry in entries:
        _unpack(archive, entry, left, depth)
    return found


def _is_nothing_else(stream: BinaryIO, size: int, entries: list[zipfile.ZipInfo]) -> bool:
    """Tell whether the archive begins with its first entry and ends with its own end: nothing hides around it."""
    tail = part(stream, max(size - END_BYTES, 0), END_BYTES)
    return tail.startswith(END) and min((entry.header_offset for entry in entries), default=0) == 0


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: _Left, depth: int) -> None:
    """Read an entry to its end, so that a length or checksum that lies is seen, and look at what it may hide."""
    if entry.compress_type not in PACKED:
        raise RuleViolation("file.broken")
    with archive.open(entry) as inside:
        first = inside.read(SMALL)
        while inside.read(PIECE):
            pass
    if b"macroEnabled" in first and entry.filename == "[Content_Types].xml":
        raise RuleViolation("file.has_macro")
    if entry.filename.endswith(".rels") and REMOTE_TEMPLATE.search(first):
        raise RuleViolation("file.has_macro")
    if first.startswith((b"MZ", b"\x7fELF")):
        raise RuleViolation("file.has_macro")
    if first.startswith(b"PK\x03\x04"):
        if depth >= NESTED:
            raise RuleViolation("file.bomb")
        with archive.open(entry) as inside:
            _look(inside, left, depth + 1)  # type: ignore[arg-type]
