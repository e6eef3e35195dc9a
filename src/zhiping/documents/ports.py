"""What documents ask of others: a page of a PDF as a picture, and whether a PDF bears a seal of a known signer.

A PDF may be hostile, so that it is drawn in a process of its own with little memory and time. Who validates electronic
seals registers here; without anybody no PDF counts as signed.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

MEMORY = 3 * 1024 * 1024 * 1024
"""Addresses, of which the drawing uses a few hundred megabytes at most."""
SECONDS = 20
DOTS_PER_INCH = 200
CHILD = "from zhiping.documents import ports; ports.answer()"
PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("sheet.pdf", page: 1)\n'


class Trust(StrEnum):
    """What a signature is worth: made by a known signer and whole, made by an unknown one, or broken."""

    VALID = "valid"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Signature:
    """An electronic seal on a PDF. signer: the name in its certificate."""

    trust: Trust
    signer: str


Validate = Callable[[bytes, datetime], Signature | None]
_validators: list[Validate] = []


def validate_seals_with(validate: Validate) -> None:
    """Register who looks for electronic seals; an integration registers itself when it is ready."""
    if validate not in _validators:
        _validators.append(validate)


def signature_on(pdf: bytes, at: datetime) -> Signature | None:
    """Return the electronic seal on a PDF as the registered validators judge it, or None without one."""
    found = (validate(pdf, at) for validate in _validators)
    return next((signature for signature in found if signature is not None), None)


def first_page(pdf: bytes) -> bytes | None:
    """Return the first page as PNG, or None when it cannot be drawn."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=pdf,
            capture_output=True,
            timeout=SECONDS * 2,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "/usr/bin:/bin"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def answer() -> None:
    """Draw what comes in, as the child; the memory and time of this process are small."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(_drawn(sys.stdin.buffer.read()))


def _drawn(pdf: bytes) -> bytes:
    import typst  # noqa: PLC0415 -- the parent does not need it

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sheet.pdf").write_bytes(pdf)
        Path(folder, "page.typ").write_text(PAGE, encoding="utf-8")
        page = str(Path(folder, "page.typ"))
        return bytes(typst.compile(page, root=folder, format="png", ppi=DOTS_PER_INCH, ignore_system_fonts=True))
