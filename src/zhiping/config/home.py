"""The folder of all state (ZHIPING_HOME): what stands where, and how one starts over."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhiping.config.embedded import layout, locks, server
from zhiping.config.problem import Problem, of_os_error

CHECKOUT = Path(__file__).resolve().parents[3]
# Everything that we put under a home; only these are ever removed.
PARTS = ("files", "joined", "keys", "logs", "mail", "static", "test", "uploads", "demo.json", "fresh.json")
DEMO = "demo.json"


def path() -> Path:
    """Return the home of this installation, absolute, made if it is missing.

    Raises: Problem when it cannot be made or written.
    """
    home = Path(os.environ.get("ZHIPING_HOME") or CHECKOUT / "var").expanduser().resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
        for closed in ("run", "logs"):
            (home / closed).mkdir(mode=0o700, exist_ok=True)
        probe = home / "run" / f".{os.getpid()}"
        probe.write_bytes(b"zhiping")
        probe.unlink()
    except OSError as error:
        raise of_os_error(error, home) from error
    return home


def is_demo(home: Path) -> bool:
    """Say whether a demo season was built here."""
    return (home / DEMO).exists()


def mark_demo(home: Path) -> None:
    """Write down that this home holds a demo season, so that each later command shows it as one."""
    layout.write_json(home / DEMO, {"demo": True})


@contextmanager
def presence(home: Path) -> Iterator[None]:
    """Let `zhiping stop` find this process while it serves; the lock ends with the process, however it ends."""
    mine = home / "run" / f"serving-{os.getpid()}.lock"
    descriptor = locks.open_lock(mine)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        mine.unlink(missing_ok=True)
        os.close(descriptor)


def serving(home: Path) -> list[int]:
    """Return the process numbers that serve this home now, dropping the traces of killed ones."""
    found = []
    for path_ in sorted((home / "run").glob("serving-*.lock")):
        if locks.is_held(path_):
            found.append(int(path_.stem.removeprefix("serving-")))
        else:
            path_.unlink(missing_ok=True)
    return found


def stop(home: Path, *, seconds: float = 40.0) -> bool:
    """End all that serves this home, last its embedded PostgreSQL; say whether anything ran.

    Raises: Problem when something does not end in time.
    """
    asked = serving(home)
    for number in asked:
        os.kill(number, signal.SIGTERM)
    end = time.monotonic() + seconds
    while serving(home):
        if time.monotonic() > end:
            numbers = ", ".join(map(str, serving(home)))
            raise Problem(
                f"进程 {numbers} 未能在 {seconds:.0f} 秒内停止：请查看 {home / 'logs'}。",
                f"Process {numbers} did not stop within {seconds:.0f} seconds: see {home / 'logs'}.",
            )
        time.sleep(0.1)
    return server.stop(home) or bool(asked)


def remove(home: Path) -> None:
    """Stop everything and remove all state of this home: database, files, keys, logs. There is no way back."""
    stop(home)
    test = home / "test"
    if test.exists():
        server.stop(test)
        layout.remove(test)
    layout.remove(home)
    try:
        for part in PARTS:
            found = home / part
            if found.is_dir() and not found.is_symlink():
                shutil.rmtree(found)
            else:
                found.unlink(missing_ok=True)
    except OSError as error:
        raise of_os_error(error, Path(error.filename or home)) from error
