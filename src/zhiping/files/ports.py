"""Look into a file that may be hostile: in a process of its own, with little memory and little time.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import BinaryIO, cast

from zhiping.core.errors import RuleViolation
from zhiping.files import rules
from zhiping.files.rules.found import PIECE, as_stream

MEMORY = 768 * 1024 * 1024
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
    try:
        with _on_disk(stream) as number:
            done = subprocess.run(
                [sys.executable, "-c", CHILD],
                stdin=number,
                capture_output=True,
                timeout=SECONDS * 2,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "/usr/bin:/bin"},
                check=False,
            )
    except subprocess.TimeoutExpired as endless:
        raise RuleViolation("file.bomb") from endless
    if done.returncode != 0:
        raise RuleViolation("file.bomb")
    told = json.loads(done.stdout)
    if "refused" in told:
        raise RuleViolation(told["refused"], **told["facts"])
    return rules.Found(**told)


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
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = cast("BinaryIO", io.FileIO(sys.stdin.fileno(), closefd=False))
    try:
        found = rules.inspect(content)
    except RuleViolation as refused:
        told: dict[str, object] = {"refused": refused.code, "facts": refused.facts}
    else:
        told = asdict(found)
    sys.stdout.write(json.dumps(told))
