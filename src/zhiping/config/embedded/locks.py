"""Advisory file locks. The kernel drops them when their last holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

PAUSE = 0.05


def open_lock(path: Path) -> int:
    """Open (and make) a lock file; the descriptor is not handed to programs that we start."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def attempt(descriptor: int, *, shared: bool) -> bool:
    """Try to take the lock at once; say whether it is ours."""
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for(descriptor: int, *, shared: bool, seconds: float) -> bool:
    """Try to take the lock for so many seconds; say whether it is ours."""
    end = time.monotonic() + seconds
    while not attempt(descriptor, shared=shared):
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


def is_held(path: Path) -> bool:
    """Say whether some living process holds the lock exclusively."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not attempt(descriptor, shared=True)
    finally:
        os.close(descriptor)


def is_current(descriptor: int, path: Path) -> bool:
    """Say whether the open lock is still the file at `path` (somebody may have deleted the folder)."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
