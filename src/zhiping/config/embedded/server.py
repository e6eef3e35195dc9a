"""The door to the embedded PostgreSQL: ensure that it runs, give it up, stop it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from zhiping.config.embedded import layout, locks
from zhiping.config.problem import Problem, of_os_error

READY, BUSY = 0, 3
PATIENCE = 120.0
# So often the lock must be found shared until we believe that there are other users.
SEEN_SHARED = 8
_held: dict[Path, int] = {}


def ensure(home: Path, *, durable: bool = True) -> str:
    """Return the address of a running server of this home for this process, starting one if there is none.

    Side effects in order: the folders of the home; a shared lock held until `release` or the end of this
    process, however it ends; a guardian process with the server, unless one runs already.
    Args: durable: False trades the safety of the data for speed; only for databases that tests throw away.
    Raises: Problem, saying what to mend.
    """
    home = home.resolve()
    files = layout.files(home)
    try:
        for folder, mode in ((home, 0o755), (home / "logs", 0o700), (files.folder, 0o755)):
            folder.mkdir(mode=mode, parents=True, exist_ok=True)
        _join(home, files)
        return _address(home, files, durable=durable)
    except OSError as error:
        raise of_os_error(error, Path(error.filename or home)) from error


def release(home: Path, *, seconds: float = 30.0) -> None:
    """Give up this process's use; if it was the last, wait until the server has ended."""
    home = home.resolve()
    descriptor = _held.pop(home, None)
    if descriptor is None:
        return
    os.close(descriptor)
    files = layout.files(home)
    end, others = time.monotonic() + seconds, 0
    while is_running(home) and time.monotonic() < end:
        # The guardian holds this lock alone while it stops the server; one that can be shared has other users.
        others = 0 if locks.is_held(files.users) else others + 1
        if others > SEEN_SHARED:
            return
        time.sleep(locks.PAUSE)


def stop(home: Path, *, seconds: float = 60.0) -> bool:
    """End the server of this home whoever uses it; say whether one was running.

    Raises: Problem when it does not end in time.
    """
    home = home.resolve()
    files = layout.files(home)
    descriptor = _held.pop(home, None)
    if descriptor is not None:
        os.close(descriptor)
    if not is_running(home):
        return False
    end = time.monotonic() + seconds
    while is_running(home):
        told = _read(files)
        if told is not None:
            os.kill(int(str(told["pid"])), signal.SIGTERM)
        if time.monotonic() > end:
            raise Problem(
                f"PostgreSQL 未能在 {seconds:.0f} 秒内停止：详见 {home / 'logs' / 'postgres.log'}。",
                f"PostgreSQL did not stop within {seconds:.0f} seconds: see {home / 'logs' / 'postgres.log'}.",
            )
        time.sleep(locks.PAUSE)
    return True


def is_running(home: Path) -> bool:
    """Say whether any process of this home's server, or its guardian, is alive."""
    files = layout.files(home.resolve())
    return locks.is_held(files.guardian) or locks.is_held(files.server)


def _join(home: Path, files: layout.Files) -> None:
    """Become a user; a server that is just ending is waited for."""
    held = _held.get(home)
    if held is not None and locks.is_current(held, files.users):
        return
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        descriptor = locks.open_lock(files.users)
        if locks.wait_for(descriptor, shared=True, seconds=1) and locks.is_current(descriptor, files.users):
            _held[home] = descriptor
            return
        os.close(descriptor)
    raise Problem(
        f"上一个 PostgreSQL 仍未停止：详见 {home / 'logs' / 'postgres.log'}。",
        f"The former PostgreSQL has not stopped: see {home / 'logs' / 'postgres.log'}.",
    )


def _address(home: Path, files: layout.Files, *, durable: bool) -> str:
    """Wait for the guardian's word, starting a guardian whenever there is none."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = _read(files)
        if told is not None:
            return str(told["url"])
        if locks.is_held(files.guardian) or not _start_guardian(home, durable=durable):
            time.sleep(locks.PAUSE)
    raise Problem(
        f"PostgreSQL 迟迟没有就绪：详见 {home / 'logs' / 'postgres.log'}。",
        f"PostgreSQL did not become ready: see {home / 'logs' / 'postgres.log'}.",
    )


def _read(files: layout.Files) -> dict[str, object] | None:
    """Return what the living guardian says; None when there is none or it has not said so yet."""
    try:
        told: dict[str, object] = json.loads(files.state.read_text(encoding="utf-8"))
        os.kill(int(str(told["pid"])), 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return told if locks.is_held(files.guardian) else None


def _start_guardian(home: Path, *, durable: bool) -> bool:
    """Start a guardian; say whether its server is ready, or False when another guardian was quicker."""
    argv = [sys.executable, "-m", "zhiping.config.embedded.guardian", str(home)]
    started = subprocess.run(
        argv if durable else [*argv, "--throwaway"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/", start_new_session=True,
    )  # fmt: skip
    if started.returncode in {READY, BUSY}:
        return started.returncode == READY
    try:
        told = json.loads(started.stdout)
        raise Problem(told["zh"], told["en"])
    except (json.JSONDecodeError, KeyError):
        last = (started.stderr.strip().splitlines() or ["–"])[-1]
    raise Problem(
        f"PostgreSQL 的守护进程未能启动（{last}）：详见 {home / 'logs' / 'postgres.log'}。",
        f"The guardian of PostgreSQL did not start ({last}): see {home / 'logs' / 'postgres.log'}.",
    )
