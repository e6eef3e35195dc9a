"""What stands between us and a file that may be hostile: a process of its own with little memory, a virus scanner.

A PDF may hold its table of objects in packed streams: a megabyte can unpack to gigabytes while it is opened, before
anything can be counted. A plain table (what most writers make) unpacks nothing and is read here and now.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from zhiping.core.errors import RuleViolation
from zhiping.files import rules
from zhiping.files.rules import previews
from zhiping.files.rules.found import PIECE, as_stream

MEMORY = 768 * 1024 * 1024
DRAWING_MEMORY = 2 * 1024 * 1024 * 1024
"""Address space, most of which the typesetter reserves and never uses."""
SECONDS = 20
PACKED = re.compile(rb"/XRef|/ObjStm|/[!-~]{0,12}#[0-9A-Fa-f]{2}")  # a name may be written with codes: /X#52ef
LONGEST_NAME = 32
CHILD = "from zhiping.files import ports; ports.answer()"


def inspect(content: BinaryIO | bytes) -> rules.Found:
    """Find out what a file is, as `rules.inspect`, whatever it tries.

    Raises: RuleViolation as `rules.inspect`; "file.bomb" or "file.broken" when it needs more memory or
    time than any real file.
    """
    stream = as_stream(content)
    stream.seek(0)
    if stream.read(5) != b"%PDF-" or unpacks_nothing(stream):
        return rules.inspect(stream)
    said = _in_child(stream, CHILD)
    if said is None:
        raise RuleViolation("file.bomb")
    told = json.loads(said)
    if "refused" in told:
        raise RuleViolation(told["refused"], **told["facts"])
    return rules.Found(**told)


def picture_of(content: BinaryIO | bytes, kind: str) -> bytes | None:
    """Return a small JPEG of a file of this kind, drawn apart; None where it cannot be drawn with modest means."""
    return _in_child(as_stream(content), f"from zhiping.files import ports; ports.draw({kind!r})")


def _in_child(stream: BinaryIO, code: str) -> bytes | None:
    """Run our code on a file in a process of its own; None when it dies or takes too long."""
    try:
        with _on_disk(stream) as number:
            done = subprocess.run(
                [sys.executable, "-c", code],
                stdin=number,
                capture_output=True,
                timeout=SECONDS * 2,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "/usr/bin:/bin"},
                check=False,
            )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _on_disk(stream: BinaryIO) -> Iterator[int]:
    """Give the number of an open file with these bytes, at its beginning: a child reads it by itself."""
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy, PIECE)
        copy.flush()
        copy.seek(0)
        yield copy.fileno()


def unpacks_nothing(content: BinaryIO | bytes) -> bool:
    """Tell whether a PDF can be opened without unpacking a stream: it names no packed table, not even in disguise."""
    stream = as_stream(content)
    stream.seek(0)
    before = b""
    while piece := stream.read(PIECE):
        if PACKED.search(before + piece):
            return False
        before = piece[-LONGEST_NAME:]
    return True


def answer() -> None:
    """Inspect what comes in and tell it, as the child; the memory and time of this process are small."""
    try:
        found = rules.inspect(_as_child(MEMORY))
    except RuleViolation as refused:
        told: dict[str, object] = {"refused": refused.code, "facts": refused.facts}
    else:
        told = asdict(found)
    sys.stdout.write(json.dumps(told))


def draw(kind: str) -> None:
    """Draw what comes in, as the child."""
    sys.stdout.buffer.write(previews.draw(_as_child(DRAWING_MEMORY), kind))


def _as_child(memory: int) -> BinaryIO:
    """Make the memory and time of this process small, and return what it was given."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    return cast("BinaryIO", io.FileIO(sys.stdin.fileno(), closefd=False))


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
