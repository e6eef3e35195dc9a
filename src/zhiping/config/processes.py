"""Child processes under one parent: they end with it, and it ends or restarts them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from zhiping.config.problem import WrongSetting

PARENT = "ZHIPING_PARENT"
PR_SET_PDEATHSIG = 1
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
TICK = 0.2
GRACE = 15.0
RESTARTS = 5
WITHIN = 60.0


def die_with(parent: int) -> None:
    """Ask the kernel to end this process when its parent dies, also by kill -9 (Linux)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)


def die_with_parent() -> None:
    """Do so when we were started by one of our own parents."""
    told = os.environ.pop(PARENT, "")
    if told:
        die_with(int(told))


@dataclass
class Child:
    """One program that we keep running."""

    name: str
    argv: Sequence[str]
    log: Path | None
    # Started once this holds: the first page need not wait for what nobody waits for.
    when: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self, environment: dict[str, str]) -> None:
        """Start it in a session of its own, so that a Ctrl-C reaches only the parent, which then ends it in order."""
        self.started = [at for at in self.started if time.monotonic() - at < WITHIN] + [time.monotonic()]
        stream = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.argv, env=environment | {PARENT: str(os.getpid())}, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
            )  # fmt: skip
        finally:
            if stream is not None:
                stream.close()

    @property
    def has_ended(self) -> bool:
        """Say whether it ended."""
        return self.process is not None and self.process.poll() is not None

    @property
    def keeps_ending(self) -> bool:
        """Say whether restarting it again would be useless."""
        return len(self.started) > RESTARTS


class Stop(Exception):
    """Somebody asked us to end."""


def keep(
    children: Sequence[Child], environment: dict[str, str], *, say: Callable[[str, str], None], each: Callable[[], None]
) -> int:
    """Keep the children running until we are told to end or one keeps failing; then end all of them.

    Returns: the exit code: 0 after Ctrl-C or SIGTERM, 1 when a child kept ending, 78 when its settings
    cannot be read.
    """
    for number in ENDING:
        signal.signal(number, _stop)
    try:
        while True:
            for child in children:
                if child.process is None and child.when():
                    child.start(environment)
            time.sleep(TICK)
            each()
            for child in children:
                if child.has_ended and (code := _restart(child, environment, say)):
                    return code
    except Stop:
        return 0
    finally:
        _ignore_further_wishes()
        end(children)


def end(children: Sequence[Child]) -> None:
    """End the children: ask, wait, and only then insist."""
    running = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in running:
        process.terminate()
    limit = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _restart(child: Child, environment: dict[str, str], say: Callable[[str, str], None]) -> int:
    """Start it again and return 0, or return the exit code with which everything ends."""
    assert child.process is not None
    code, log = child.process.returncode, child.log or "–"
    if code == WrongSetting.EXIT:
        return code  # it has said which
    if child.keeps_ending:
        say(
            f"{child.name} 反复退出（代码 {code}），全部停止。日志：{log}",
            f"{child.name} keeps ending (code {code}); stopping everything. Log: {log}",
        )
        return 1
    say(
        f"{child.name} 意外退出（代码 {code}），正在重新启动。日志：{log}",
        f"{child.name} ended unexpectedly (code {code}); starting it again. Log: {log}",
    )
    child.start(environment)
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    # A terminal and make both pass on a Ctrl-C: the second must not interrupt the ending.
    _ignore_further_wishes()
    raise Stop


def _ignore_further_wishes() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
