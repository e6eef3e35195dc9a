"""Look into a file that may be hostile: in a process of its own, with little memory and little time.

A PDF may hold its table of objects in packed streams: a megabyte can unpack to gigabytes while it is opened, before
anything can be counted. A plain table (what most writers make) unpacks nothing and is read here and now.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys

from zhiping.core.errors import RuleViolation
from zhiping.files import rules

MEMORY = 768 * 1024 * 1024
SECONDS = 20
PACKED = re.compile(rb"/XRef|/ObjStm|/[!-~]{0,12}#[0-9A-Fa-f]{2}")  # a name may be written with codes: /X#52ef
CHILD = "from zhiping.files import ports; ports.answer()"


def inspect(content: bytes) -> rules.Found:
    """Find out what a file is, as `rules.inspect`, whatever it tries.

    Raises: RuleViolation as `rules.inspect`; "file.bomb" or "file.broken" when it needs more memory or
    time than any real file.
    """
    if not content.startswith(b"%PDF-") or unpacks_nothing(content):
        return rules.inspect(content)
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=content,
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


def unpacks_nothing(content: bytes) -> bool:
    """Tell whether a PDF can be opened without unpacking a stream: it names no packed table, not even in disguise."""
    return PACKED.search(content) is None


def answer() -> None:
    """Inspect what comes in and tell it, as the child; the memory and time of this process are small."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = sys.stdin.buffer.read()
    try:
        found = rules.inspect(content)
    except RuleViolation as refused:
        told: dict[str, object] = {"refused": refused.code, "facts": refused.facts}
    else:
        told = {"kind": found.kind, "content_type": found.content_type, "pages": found.pages}
    sys.stdout.write(json.dumps(told))
