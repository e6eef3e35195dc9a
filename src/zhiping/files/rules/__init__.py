"""What a file is, judged by its content and never by its name; which contents are refused and why."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

import filetype

from zhiping.core.errors import RuleViolation
from zhiping.files.rules import archives, olds, pdfs, pictures, videos
from zhiping.files.rules.found import Found, as_stream, part
from zhiping.files.rules.names import clean_name, name_of

__all__ = ["Found", "clean_name", "inspect", "is_video", "name_of"]

HEAD = 1024
"""Within so many first bytes a reader takes a file for a PDF, whatever stands before."""


def inspect(content: BinaryIO | bytes) -> Found:
    """Find out what a file is by opening it with the parser of its type; a file that is two things is neither.

    Raises: RuleViolation("file.empty" | "file.unknown_type" | "file.broken" | "file.encrypted" | "file.has_script" |
    "file.has_macro" | "file.has_attachment" | "file.bomb" | "file.polyglot").
    """
    stream = as_stream(content)
    head = part(stream, 0, HEAD)
    if not head:
        raise RuleViolation("file.empty")
    found = _look(stream, head)
    if found.kind not in ("docx", "xlsx", "pptx") and zipfile.is_zipfile(stream):
        raise RuleViolation("file.polyglot")
    if found.kind != "pdf" and b"%PDF-" in head:
        raise RuleViolation("file.polyglot")
    return found


def _look(stream: BinaryIO, head: bytes) -> Found:
    if head.startswith(b"%PDF-"):
        return pdfs.look(stream)
    if head.startswith(b"PK\x03\x04"):
        return archives.look(stream)
    if head.startswith(olds.HEAD):
        return olds.look(stream)
    guess = filetype.guess(head)
    if guess is not None and guess.extension in pictures.PICTURES:
        return pictures.look(stream, guess.extension)
    if is_video(head):
        return videos.look(stream)
    raise RuleViolation("file.unknown_type")


def is_video(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a video that may be handed in."""
    guess = filetype.guess(head[:512])
    return guess is not None and guess.extension == "mp4"
