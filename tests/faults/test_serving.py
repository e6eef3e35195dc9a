"""The site and its worker under one parent: whoever dies, nothing is left and what lives goes on."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.config.embedded.person import ends, soon, told
from zhiping.config import home as homes
from zhiping.config.embedded import layout, server


@dataclass
class Site:
    """One running `zhiping serve`."""

    home: Path
    port: int
    process: subprocess.Popen[str]

    def answers(self) -> bool:
        """Say whether a page comes back."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def children(self, word: str) -> list[int]:
        """Return the children whose command line holds this word."""
        return [number for number in _children(self.process.pid) if word in _line(number)]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for all, so that its tables are made once; each test leaves nothing running on it."""
    home = tmp_path_factory.mktemp("serving") / "home"
    yield home
    server.stop(home)
    layout.remove(home)


@pytest.fixture
def site(migrated: Path) -> Iterator[Site]:
    home = migrated
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": "/", "ZHIPING_HOME": str(home), "ZHIPING_WEB_WORKERS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "zhiping.config", "serve", "--port", str(port)],
        env=environment, cwd="/", text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    running = Site(home, port, process)
    assert soon(lambda: running.answers() and running.children("worker") != []), process.communicate(timeout=1)
    yield running
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=180)
    server.stop(home)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_asked_to_end_it_ends_everything_the_database_too(site: Site, number: signal.Signals) -> None:
    descendants = _descendants(site.process.pid)

    for _impatient in range(3):
        site.process.send_signal(number)

    assert site.process.wait(60) == 0
    assert [_line(one) for one in descendants if _line(one)] == []
    assert (server.is_running(site.home), ends(site.home)) == (False, True)


def test_a_killed_parent_leaves_no_server_no_worker_and_no_database(site: Site) -> None:
    descendants = _descendants(site.process.pid)
    assert len(descendants) >= 3

    site.process.kill()

    assert soon(lambda: [_line(one) for one in descendants if _line(one)] == [])
    assert ends(site.home)


def test_a_killed_worker_is_started_again(site: Site) -> None:
    (worker,) = site.children("worker")

    os.kill(worker, signal.SIGKILL)

    assert soon(lambda: site.children("worker") not in ([], [worker]))
    assert site.answers()


def test_a_killed_web_server_is_started_again_and_leaves_no_orphan_on_the_port(site: Site) -> None:
    (web,) = site.children("serving")
    below = _descendants(web)

    os.kill(web, signal.SIGKILL)

    assert soon(lambda: site.children("serving") not in ([], [web]))
    assert soon(site.answers)
    assert soon(lambda: [_line(one) for one in below if _line(one)] == [])


def test_a_database_killed_with_its_guardian_comes_back_under_the_running_site(site: Site) -> None:
    before = told(site.home)
    os.kill(before["pid"], signal.SIGKILL)
    os.kill(before["server"], signal.SIGKILL)

    assert soon(lambda: layout.files(site.home).state.exists() and told(site.home) != before)
    assert soon(site.answers)


def test_stop_from_another_terminal_ends_it(site: Site) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": "/", "ZHIPING_HOME": str(site.home)}

    subprocess.run([sys.executable, "-m", "zhiping.config", "stop"], env=environment, cwd="/", check=True)

    assert site.process.wait(120) == 0
    assert (homes.serving(site.home), ends(site.home)) == ([], True)


def _line(number: int) -> str:
    """The command line of a living process; nothing for a dead or unburied one."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def _children(number: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            except OSError:
                continue
            if int(parent) == number:
                found.append(int(folder.name))
    return found


def _descendants(number: int) -> list[int]:
    below = _children(number)
    return [*below, *(deeper for child in below for deeper in _descendants(child))]
