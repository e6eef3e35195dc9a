"""Have a stranger's file read in a process that may die in our place.

A Python that knows the parsers takes a quarter of a second to start. So each of our processes starts one helper when
it first needs it; the helper loads the code and then forks for each file, which takes a few milliseconds.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO

from zhiping.apart.helper import COUNT

MOMENT = 0.05
KEPT = 64 * 1024 * 1024
PIECE = 1024 * 1024
MOST_ANSWERED = 128 * 1024 * 1024
"""Bytes of an answer that we take; whoever took over a child could send without end."""
HELPER = "from zhiping.apart import helper; helper.main()"


@dataclass(frozen=True, slots=True)
class _Helper:
    process: subprocess.Popen[bytes]
    line: socket.socket

    @property
    def has_died(self) -> bool:
        """Say whether it is gone; one that was just killed shows it a moment later."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(MOMENT)
        return self.process.returncode is not None


_helpers: dict[int, _Helper] = {}
_lock = Lock()


def run(task: str, content: BinaryIO | bytes, *, memory: int, seconds: int, **said: object) -> bytes | None:
    """Return what a task of ours makes of a file, or None when it fails, dies or takes too long.

    Args: task: "package.module:function", called in a process of its own with the open file and with `said`; it
    returns bytes. memory: bytes of addresses; seconds: of computing; twice as many may pass.
    """
    order = json.dumps({"task": task, "memory": memory, "seconds": seconds, "said": said}, ensure_ascii=False).encode()
    with _on_disk(content) as file:
        helper, found = _asked(order, file, seconds)
        if found is None and helper.has_died:  # it took the order with it, and another one follows
            _next, found = _asked(order, file, seconds)
    return found


def _asked(order: bytes, file: int, seconds: int) -> tuple[_Helper, bytes | None]:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as answer:
        with os.fdopen(theirs, "wb", buffering=0) as told:
            helper = _send(order, file, told.fileno())
        return helper, _read(answer.fileno(), time.monotonic() + 2 * seconds + 1)


def _send(order: bytes, file: int, told: int) -> _Helper:
    """Hand the order to the helper of this process; a helper that has died is followed by another one."""
    message = len(order).to_bytes(COUNT) + order
    with _lock:
        for _try in range(2):
            helper = _standing()
            try:
                sent = socket.send_fds(helper.line, [message], [file, told])
                helper.line.sendall(message[sent:])
            except OSError:
                _forget(helper)
            else:
                return helper
    raise ChildProcessError(HELPER)


def _standing() -> _Helper:
    found = _helpers.get(os.getpid())  # what a parent that forked us started is the parent's
    if found is not None and found.process.poll() is None:
        return found
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", HELPER],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # nothing of our settings: neither the database's address nor a key is there to be found
            env={
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PATH": "/usr/bin:/bin",
                "OPENBLAS_NUM_THREADS": "1",
                # a child lives for a moment: what it has asked the kernel for it may keep
                "MALLOC_MMAP_THRESHOLD_": str(KEPT),
                "MALLOC_TRIM_THRESHOLD_": str(4 * KEPT),
                "MALLOC_TOP_PAD_": str(KEPT // 4),
                "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
            },
            start_new_session=True,
        )
    made = _helpers[os.getpid()] = _Helper(process, ours)
    atexit.register(_forget, made)
    return made


def _forget(helper: _Helper) -> None:
    helper.line.close()
    if _helpers.pop(os.getpid(), None) is not None:
        helper.process.kill()
        helper.process.wait()


def _read(answer: int, end: float) -> bytes | None:
    """Return the whole answer; None for one that breaks off, does not come in time, or does not end."""
    waiting, size = select.poll(), 0
    parts: list[bytes] = []
    waiting.register(answer, select.POLLIN)
    while size <= MOST_ANSWERED and waiting.poll(max(0, end - time.monotonic()) * 1000):
        part = os.read(answer, PIECE)
        if not part:
            whole = b"".join(parts)
            is_whole = size >= COUNT and int.from_bytes(whole[:COUNT]) == size - COUNT
            return whole[COUNT:] if is_whole else None
        parts.append(part)
        size += len(part)
    return None


@contextmanager
def _on_disk(content: BinaryIO | bytes) -> Iterator[int]:
    """Give the number of an open file with these bytes: what is a file already is not copied."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    number = _number_of(stream)
    if number is not None:
        yield number
        return
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy, PIECE)
        copy.flush()
        yield copy.fileno()


def _number_of(stream: BinaryIO) -> int | None:
    try:
        return stream.fileno()
    except (OSError, AttributeError):
        return None
