"""What a file is, judged by its content and never by its name; which contents are refused and why."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import filetype
import pikepdf
from PIL import Image, UnidentifiedImageError

from zhiping.core.errors import RuleViolation

LONGEST_NAME = 200
DEPTH = 6
PIXELS = 60_000_000
UNPACKED_BYTES = 500 * 1024 * 1024
UNPACKED_RATIO = 200
ENTRIES = 10_000
OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
MACROS = ("vbaProject.bin", "/activeX/", "/embeddings/oleObject")
ENDINGS = {"doc": ("doc", "xls", "ppt"), "jpg": ("jpg", "jpeg"), "mp4": ("mp4", "m4v")}
PICTURES = {"jpg": "image/jpeg", "png": "image/png"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file turned out to be. kind: a FileKind word of the definition such as "pdf"; pages where it has any."""

    kind: str
    content_type: str
    pages: int | None = None


def inspect(content: bytes) -> Found:
    """Find out what a file is by opening it with the parser of its type.

    Raises: RuleViolation("file.empty" | "file.unknown_type" | "file.broken" | "file.encrypted" | "file.has_script" |
    "file.has_macro" | "file.bomb").
    """
    if not content:
        raise RuleViolation("file.empty")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(OLD_OFFICE):
        return Found("doc", "application/msword")
    guess = filetype.guess(content)
    if guess is not None and guess.extension in PICTURES:
        return _picture(content, guess.extension)
    if is_video(content):
        return Found("mp4", "video/mp4")
    raise RuleViolation("file.unknown_type")


def is_video(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a video that may be handed in."""
    guess = filetype.guess(head[:512])
    return guess is not None and guess.extension == "mp4"


def _pdf(content: bytes) -> Found:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise RuleViolation("file.encrypted")
            if _has_script(pdf):
                raise RuleViolation("file.has_script")
            return Found("pdf", "application/pdf", len(pdf.pages))
    except pikepdf.PasswordError as locked:
        raise RuleViolation("file.encrypted") from locked
    except pikepdf.PdfError as broken:
        raise RuleViolation("file.broken") from broken


def _has_script(pdf: pikepdf.Pdf) -> bool:
    """Tell whether anything in the document runs: at opening, on a page, in a form field or behind a link."""
    return "/AA" in pdf.Root or any(_runs(thing, DEPTH) for thing in pdf.objects)


def _runs(thing: object, depth: int) -> bool:
    """Look into an object and what is written inside it; what it refers to is looked at by itself."""
    if depth == 0 or not isinstance(thing, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
        return False
    if isinstance(thing, pikepdf.Array):
        return any(_runs(part, depth - 1) for part in thing if not _refers(part))
    if thing.get("/S") in ("/JavaScript", "/Launch") or "/JS" in thing:
        return True
    return any(_runs(part, depth - 1) for _key, part in thing.items() if not _refers(part))


def _refers(part: object) -> bool:
    return isinstance(part, pikepdf.Object) and part.is_indirect


def _zipped(content: bytes) -> Found:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as broken:
        raise RuleViolation("file.broken") from broken
    entries = archive.infolist()
    unpacked = sum(e.file_size for e in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED_BYTES or unpacked > UNPACKED_RATIO * len(content):
        raise RuleViolation("file.bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RuleViolation("file.encrypted")
    inside = [entry.filename for entry in entries]
    if any(mark in name for name in inside for mark in MACROS):
        raise RuleViolation("file.has_macro")
    for marker, (kind, content_type) in OFFICE.items():
        if marker in inside:
            return Found(kind, content_type)
    raise RuleViolation("file.unknown_type")


def _picture(content: bytes, kind: str) -> Found:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > PIXELS:
                raise RuleViolation("file.bomb")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise RuleViolation("file.broken") from broken
    except Image.DecompressionBombError as bomb:
        raise RuleViolation("file.bomb") from bomb
    return Found(kind, PICTURES[kind])


def clean_name(name: str) -> str:
    """Return a file name without path parts and control characters, at most 200 characters, its ending kept."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*').strip(". ") or "file"
    stem, dot, ending = base.rpartition(".")
    return base if len(base) <= LONGEST_NAME or not dot else f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}"


def name_of(name: str, kind: str) -> str:
    """Return a clean file name that ends as the content says.

    A file may be a PDF for us and a web page or a program for the computer of whoever opens it: the name decides there.
    """
    clean = clean_name(name)
    ending = clean.rpartition(".")[2].lower()
    return clean if "." in clean and ending in ENDINGS.get(kind, (kind,)) else clean_name(f"{clean}.{kind}")
