"""Make a data directory and say how its server is started."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from zhiping.config.embedded.binaries import Binaries
from zhiping.config.embedded.layout import Place, me
from zhiping.config.problem import Problem, disk_full

BUILTIN_LOCALE_SINCE = 17
# One segment of the write-ahead log; with less room no server starts.
SMALLEST_DISK = 16_000_000
DISK_FULL = ("No space left on device", "Disk quota exceeded", "Check free disk space")
PR_SET_PDEATHSIG = 1
ROLE = DATABASE = "zhiping"
# The role owns its database and may make test databases; it is no superuser, so append-only tables stay so.
FIRST_SQL = f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "cluster_name": "zhiping",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "password_encryption": "scram-sha-256",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def major_of(place: Place) -> int | None:
    """Return the major version that made the data directory, None while there is none."""
    try:
        return int((place.data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
    except FileNotFoundError:
        return None


def url(place: Place) -> str:
    """Return the address of the server's own database."""
    return f"postgresql://{ROLE}@{quote(str(place.sockets), safe='')}/{DATABASE}"


def make(place: Place, binaries: Binaries, lock: int, log: Path) -> None:
    """Make the data directory with its role and database, whole or not at all."""
    draft = place.cluster / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    locales: tuple[tuple[str, ...], ...] = (("--locale=C.UTF-8",), ("--locale=C",))
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        locales = (("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),)
    program = [binaries.initdb, "-D", draft, "-U", "postgres", "-E", "UTF8", "-A", "reject", "--data-checksums"]
    first_words = [binaries.postgres, "--single", "-D", draft, "postgres"]
    made = any(_run([*program, *locale], place, lock, log) for locale in locales)
    if not made or not _run(first_words, place, lock, log, FIRST_SQL):
        trouble = failure(log, place)
        shutil.rmtree(draft, ignore_errors=True)
        raise trouble
    draft.rename(place.data)
    folder = os.open(place.cluster, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def write_access(place: Place) -> None:
    """Let in, over the socket and without a password, the owner of the home alone; the kernel says who it is."""
    caller = me().name
    for name, text in {
        "pg_hba.conf": "local all all peer map=owner\n",
        "pg_ident.conf": f'owner "{caller}" {ROLE}\nowner "{caller}" postgres\n',
    }.items():
        path = place.cluster / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, place.account.uid, place.account.gid)


def command(place: Place, binaries: Binaries, *, durable: bool) -> list[str]:
    """Return the command line of the server."""
    settings = SETTINGS | ({} if durable else THROWAWAY)
    settings["unix_socket_directories"] = str(place.sockets)
    settings["hba_file"] = str(place.cluster / "pg_hba.conf")
    settings["ident_file"] = str(place.cluster / "pg_ident.conf")
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries.postgres), "-D", str(place.data), *options]


def as_account(place: Place, lock: int, death_signal: signal.Signals) -> dict[str, Any]:
    """Return how to start a program of the server: its account, its lock, and its end when we end."""
    found: dict[str, Any] = {
        "cwd": place.cluster,
        "env": _environment(place),
        "pass_fds": (lock,),
        "preexec_fn": _die_with(os.getpid(), death_signal),
    }
    if os.geteuid() == 0:
        found |= {"user": place.account.uid, "group": place.account.gid, "extra_groups": []}
    return found


def failure(log: Path, place: Place) -> Problem:
    """Say why the server did not start, from the end of its log."""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 4000))
        tail = stream.read().decode("utf-8", "replace")
    # On a full disk the log itself may end before it says so.
    free = shutil.disk_usage(place.cluster).free
    if free < SMALLEST_DISK or any(words in tail for words in DISK_FULL):
        return disk_full(place.cluster)
    told = [line for line in tail.splitlines() if "FATAL" in line or "error:" in line.lower() or "PANIC" in line]
    last = (told or tail.splitlines() or ["–"])[-1].strip()
    return Problem(
        f"内嵌的 PostgreSQL 未能启动（{last}）：详见 {log}。",
        f"The embedded PostgreSQL did not start ({last}): see {log}.",
    )


def _run(argv: list[Any], place: Place, lock: int, log: Path, text: str | None = None) -> bool:
    with log.open("ab") as stream:
        started = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.PIPE, stdout=stream, stderr=stream, text=True,
            **as_account(place, lock, signal.SIGKILL),
        )  # fmt: skip
        started.communicate(text or "")
    return started.returncode == 0


def _environment(place: Place) -> dict[str, str]:
    """The server's environment: nothing of the caller's, whose PGDATA or locale must not steer it."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(place.cluster), "LC_ALL": "C", "TZ": "UTC"}


def _die_with(parent: int, number: signal.Signals) -> Callable[[], None]:
    """Return what the child does before it becomes the program: ask the kernel to end it when we end."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
