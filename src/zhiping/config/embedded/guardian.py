"""The process that owns the running server: starts it, watches it, ends it when its last user has gone.

It is a child of nobody: whoever started it may die. The server is its child and dies with it
(parent-death signal). Started by `server.ensure`, never by hand.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from zhiping.config.embedded import binaries, cluster, layout, locks
from zhiping.config.problem import Problem, of_os_error

BUSY = 3
FAILED = 1
WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
TICK = 0.2
START_SECONDS = 300.0
STOP_SECONDS = 60.0
LARGEST_LOG = 10_000_000
RESTARTS = 5
# The line of postmaster.pid that says how far the server is.
STATUS = 7


class Guardian:
    """One running server of one home."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home = home
        self.durable = durable
        self.files = layout.files(home)
        self.log = home / "logs" / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None

    def take_over(self) -> bool:
        """Become the guardian of this home; say whether the place was free."""
        self.guardian_lock = locks.open_lock(self.files.guardian)
        if not locks.attempt(self.guardian_lock, shared=False):
            return False
        self.files.state.unlink(missing_ok=True)
        self.server_lock = locks.open_lock(self.files.server)
        if not locks.wait_for(self.server_lock, shared=False, seconds=STOP_SECONDS):
            raise Problem(
                "上一个 PostgreSQL 仍在停止中：请稍后再运行。",
                "The former PostgreSQL is still stopping: run it again in a moment.",
            )
        return True

    def start(self) -> None:
        """Start the server, making its data directory first if there is none; wait until it answers."""
        self.place = layout.settle(self.home)
        found = binaries.choose(cluster.major_of(self.place))
        self.binaries = binaries.readable_by(found, self.place.account, self.place.cluster)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        if not self.place.data.exists():
            cluster.make(self.place, self.binaries, self.server_lock, self.log)
        cluster.write_access(self.place)
        self._clear_stale_pid()
        self._launch()

    def watch(self) -> None:
        """Stay until nobody uses the server, somebody asks to stop, or the home is removed; then end it."""
        users = locks.open_lock(self.files.users)
        restarts = 0
        while True:
            told = signal.sigtimedwait(WATCHED, TICK)
            if told is not None and told.si_signo in {signal.SIGTERM, signal.SIGINT}:
                break
            if self.process is not None and self.process.poll() is not None:
                restarts += 1
                if restarts > RESTARTS:
                    break
                self._launch()
            if locks.attempt(users, shared=False) or not locks.is_current(users, self.files.users):
                break
        self.files.state.unlink(missing_ok=True)
        self.stop()

    def stop(self) -> None:
        """End the server: let it finish its writes, and only insist when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(number)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return

    def _launch(self) -> None:
        """Start the server process; while remains of a killed one are still leaving, try again."""
        end = time.monotonic() + STOP_SECONDS
        while True:
            with self.log.open("ab") as stream:
                self.process = subprocess.Popen(
                    cluster.command(self.place, self.binaries, durable=self.durable),
                    stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
                    **cluster.as_account(self.place, self.server_lock, signal.SIGINT),
                )  # fmt: skip
            if self._answers():
                break
            trouble = cluster.failure(self.log, self.place)
            if "still in use" not in trouble.en or time.monotonic() > end:
                raise trouble
            time.sleep(TICK)
        address = {"pid": os.getpid(), "server": self.process.pid, "url": cluster.url(self.place)}
        layout.write_json(self.files.state, address)

    def _answers(self) -> bool:
        """Wait until the server says in its pid file that it takes connections; False if it ended instead."""
        assert self.process is not None
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                return False
            lines = _lines(self.place.data / "postmaster.pid")
            if lines[:1] == [str(self.process.pid)] and [line.strip() for line in lines[STATUS:]] == ["ready"]:
                return True
            time.sleep(0.01)
        self.stop()
        return False

    def _clear_stale_pid(self) -> None:
        """Remove the pid file of a dead server: its number may by now belong to somebody else.

        We hold the lock that every process of our server inherits, so none of ours is alive; only a
        server started by hand on the same directory could be, and that one we leave alone.
        """
        path = self.place.data / "postmaster.pid"
        lines = _lines(path)
        if not lines:
            path.unlink(missing_ok=True)
            return
        process = Path("/proc") / lines[0].strip()
        try:
            runs_here = (process / "cwd").samefile(self.place.data)
        except OSError:
            runs_here = False
        if runs_here:
            raise Problem(
                f"另有一个 PostgreSQL（进程 {lines[0]}）正在使用 {self.place.data}：请先停止它。",
                f"Another PostgreSQL (process {lines[0]}) uses {self.place.data}: stop it first.",
            )
        path.unlink(missing_ok=True)
        for left in self.place.sockets.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def guard(home: Path, *, durable: bool, report: int) -> None:
    """Run the guardian to its end, telling once through the pipe `report` how the start went."""
    guardian = Guardian(home, durable=durable)
    try:
        if not guardian.take_over():
            _tell(report, {"busy": True})
            return
        guardian.start()
    except Problem as problem:
        guardian.stop()
        _tell(report, {"zh": problem.zh, "en": problem.en})
        return
    except OSError as error:
        guardian.stop()
        trouble = of_os_error(error, Path(error.filename or home))
        _tell(report, {"zh": trouble.zh, "en": trouble.en})
        return
    _tell(report, {"ready": True})
    try:
        guardian.watch()
    finally:
        guardian.stop()


def _tell(report: int, message: dict[str, object]) -> None:
    try:
        os.write(report, json.dumps(message).encode())
        os.close(report)
    except BrokenPipeError:
        pass


def main(argv: list[str]) -> int:
    """Leave the caller's session, guard, and let the caller's child print how the start went."""
    home = Path(argv[0])
    reader, writer = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    if os.fork() == 0:
        os.close(reader)
        os.setsid()
        os.umask(0o077)
        null = os.open(os.devnull, os.O_RDWR)
        log = os.open(home / "logs" / "postgres.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for target, source in ((0, null), (1, log), (2, log)):
            os.dup2(source, target)
        guard(home, durable="--throwaway" not in argv, report=writer)
        return 0
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as stream:
        told = stream.read()
    message = json.loads(told or "{}")
    sys.stdout.write(told)
    return 0 if "ready" in message else BUSY if "busy" in message else FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
