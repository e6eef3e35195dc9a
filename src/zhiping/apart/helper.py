"""The helper itself: hears orders, forks for each, and knows nothing of the site."""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

COUNT = 8
"""Bytes in which the length of an order or an answer is told before it."""


def main() -> None:
    """Serve orders until whoever started us is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    gc.disable()  # a search for garbage in a child would copy every page of memory that it shares with us
    with socket.socket(fileno=sys.stdin.fileno()) as line:
        while heard := _hear(line):
            order, numbers = heard
            _fork(line, order, numbers)
            for number in numbers:
                os.close(number)


def _hear(line: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Return the next order with the numbers of its two open files; None when the line has ended."""
    head, numbers, _flags, _address = socket.recv_fds(line, COUNT, 2)
    if not head:
        return None
    length = int.from_bytes(head + _exactly(line, COUNT - len(head)))
    return json.loads(_exactly(line, length)), list(numbers)


def _exactly(line: socket.socket, length: int) -> bytes:
    parts = b""
    while len(parts) < length:
        part = line.recv(length - len(parts))
        if not part:
            sys.exit(0)
        parts += part
    return parts


def _fork(line: socket.socket, order: dict[str, Any], numbers: list[int]) -> None:
    with suppress(Exception):  # what cannot be loaded gives no answer
        task = _task(order["task"])  # loaded before the fork, so that it is loaded once
        if os.fork() == 0:
            line.detach()
            _work(task, order, *numbers)


def _task(name: str) -> Callable[..., bytes]:
    module, _colon, function = name.partition(":")
    found: Callable[..., bytes] = getattr(importlib.import_module(module), function)
    return found


def _work(task: Callable[..., bytes], order: dict[str, Any], file: int, told: int) -> NoReturn:
    """Do the task, as the child: the memory and time of this process are small, and it never comes back."""
    try:
        os.close(sys.stdin.fileno())
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.alarm(2 * order["seconds"])
        resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
        resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
        with os.fdopen(file, "rb") as stream, os.fdopen(told, "wb") as answer:
            stream.seek(0)
            made = task(stream, **order["said"])
            answer.write(len(made).to_bytes(COUNT))
            answer.write(made)
    finally:
        os._exit(0)
