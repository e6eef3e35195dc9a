"""What documents ask of others: a page of a PDF as a picture, and whether a PDF bears a seal of a known signer.

A PDF may be hostile, so that it is drawn in a process of its own with little memory and time. Who judges electronic
seals is a setting.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

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


class Validator(Protocol):
    """Who judges electronic seals, such as integrations.eseal.PyHanko."""

    def signature_on(self, pdf: bytes, at: datetime) -> Signature | None:
        """Return the signature on a PDF, judged for an instant, or None without one."""


def signature_on(pdf: bytes, at: datetime) -> Signature | None:
    """Return the electronic seal on a PDF as the installation's validator judges it, or None without one."""
    # the child that draws a page runs without Django
    from django.conf import settings  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    validator: Validator = import_string(settings.SEAL_VALIDATOR)()
    return validator.signature_on(pdf, at)


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
