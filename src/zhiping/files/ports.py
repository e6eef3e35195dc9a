"""What stands between us and a file that may be hostile: a process of its own with little memory, a virus scanner."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from zhiping import apart
from zhiping.core.errors import RuleViolation
from zhiping.files import rules
from zhiping.files.rules import previews

MEMORY = 768 * 1024 * 1024
DRAWING_MEMORY = 2 * 1024 * 1024 * 1024
"""Address space, most of which the typesetter reserves and never uses."""
SECONDS = 20


def inspect(content: BinaryIO | bytes) -> rules.Found:
    """Find out what a file is, as `rules.inspect`, whatever it tries.

    Raises: RuleViolation as `rules.inspect`; "file.bomb" or "file.broken" when it needs more memory or
    time than any real file.
    """
    said = apart.run("zhiping.files.ports:looked_at", content, memory=MEMORY, seconds=SECONDS)
    if said is None:
        raise RuleViolation("file.bomb")
    told = json.loads(said)
    if "refused" in told:
        raise RuleViolation(told["refused"], **told["facts"])
    return rules.Found(**told)


def picture_of(content: BinaryIO | bytes, kind: str) -> bytes | None:
    """Return a small JPEG of a file of this kind, drawn apart; None where it cannot be drawn with modest means."""
    return apart.run("zhiping.files.ports:drawn", content, memory=DRAWING_MEMORY, seconds=SECONDS, kind=kind)


def looked_at(stream: BinaryIO) -> bytes:
    """Say what a file is, in the process that is given to it."""
    try:
        found = rules.inspect(stream)
    except RuleViolation as refused:
        told: dict[str, object] = {"refused": refused.code, "facts": refused.facts}
    else:
        told = asdict(found)
    return json.dumps(told).encode()


def drawn(stream: BinaryIO, *, kind: str) -> bytes:
    """Draw a file, in the process that is given to it."""
    return previews.draw(stream, kind)


class ScannerDown(Exception):
    """The virus scanner gives no answer that counts; the file waits."""


class TooLargeToScan(Exception):
    """The virus scanner takes no file of this size."""


class Scanner(Protocol):
    """What a virus scanner does for us."""

    def scan(self, stream: BinaryIO) -> str:
        """Return the name of what was found, "" for nothing. Raises: ScannerDown; TooLargeToScan."""

    def version(self) -> str:
        """Return what answers. Raises: ScannerDown."""


Told = Callable[[int, str], None]
_told: list[Told] = []


def scanner() -> Scanner | None:
    """Return the scanner of this installation, None where none is set."""
    return import_string(settings.FILE_SCANNER)() if settings.CLAMD else None


def when_infected(tell: Told) -> None:
    """Register who hears, by the file's id and what was found, that a kept file is infected."""
    if tell not in _told:
        _told.append(tell)


def tell_infected(file_id: int, found: str) -> None:
    """Tell those who registered."""
    for tell in _told:
        tell(file_id, found)
