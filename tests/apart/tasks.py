"""What the tests have done apart; each is called in a process of its own."""

from __future__ import annotations

import json
import os
import time
from typing import BinaryIO


def whole(stream: BinaryIO) -> bytes:
    return stream.read()


def told(_stream: BinaryIO, **said: object) -> bytes:
    return json.dumps(said).encode()


def who(_stream: BinaryIO) -> bytes:
    return json.dumps([os.getpid(), os.getppid(), sorted(os.environ)]).encode()


def greedy(_stream: BinaryIO, *, megabytes: int) -> bytes:
    return b"%d" % len(bytes(megabytes << 20))


def busy(_stream: BinaryIO) -> bytes:
    while True:
        pass


def asleep(_stream: BinaryIO) -> bytes:
    time.sleep(60)
    return b"awake"


def broken(_stream: BinaryIO) -> bytes:
    raise ValueError


def cut_off(_stream: BinaryIO) -> bytes:
    os._exit(0)
