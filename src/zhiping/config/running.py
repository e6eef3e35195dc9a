"""Run the site: the web server and the worker as children of this process, the embedded database beside them."""

from __future__ import annotations

import http.client
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from zhiping.config import database, freshness, home, processes
from zhiping.config.console import say
from zhiping.config.problem import Problem

DEFAULT_PORT = 8000
LAST_PORT = 65_535
ANSWER_SECONDS = 2.0


def port(given: int | None) -> int:
    """Return the port to listen on: the given one, PORT, or 8000.

    Raises: Problem when it is no port.
    """
    text = str(given) if given is not None else os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= LAST_PORT:
        raise Problem(
            f"端口 {text} 不正确：请给出 1 到 65535 之间的数字，例如 PORT=8001 make demo。",
            f"{text} is no port: give a number from 1 to 65535, such as PORT=8001 make demo.",
        )
    return int(text)


def require_free(address: str, number: int) -> None:
    """Refuse a port that somebody else listens on."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, number))
        except OSError as error:
            raise Problem(
                f"端口 {address}:{number} 不可用（{error.strerror}）：请换一个端口，例如 PORT={number % LAST_PORT + 1} make demo，"
                "或先运行 zhiping stop。",
                f"Port {address}:{number} cannot be used ({error.strerror}): choose another, such as "
                f"PORT={number % LAST_PORT + 1} make demo, or run zhiping stop first.",
            ) from None


def serve(
    address: str,
    given: int | None,
    *,
    worker: bool,
    logs: Path | None = None,
    ready: Callable[[str], None] | None = None,
) -> int:
    """Serve until told to end, restarting a child that dies; nothing of ours is left running afterwards.

    Args: logs: the folder for the children's output, None for the terminal. ready: called once with the site's
    address when it answers.
    Returns: the exit code.
    """
    number = port(given)
    require_free(address, number)
    # The web server reads all settings first thing, and says what is wrong with them.
    folder = database.reach(checked=False)
    _bring_up_to_date(folder)
    announce = _Announcement(address, number, ready)
    web = [sys.executable, "-m", "zhiping.config.serving", address, str(number)]
    work = [sys.executable, "-m", "zhiping.config", "worker"]
    children = [processes.Child("web", web, logs and logs / "web.log")]
    if worker:
        children.append(processes.Child("worker", work, logs and logs / "worker.log", when=lambda: announce.made))

    def each() -> None:
        announce.when_answering()
        database.keep_running()

    with home.presence(folder):
        code = processes.keep(children, database.environment_of_children(), say=say, each=each)
        say("正在停止……", "Stopping ...")
        database.release()
    return code


def _bring_up_to_date(folder: Path) -> None:
    """Bring tables, texts and static files up to date; Django is loaded only when there is something to do."""
    url = os.environ[database.URL]
    if freshness.holds(folder, url):
        return
    from zhiping.config import upkeep  # noqa: PLC0415 -- slow import

    database.prepare()
    upkeep.migrate()
    upkeep.collect_static(folder)
    freshness.keep(folder, url)


class _Announcement:
    """Say once that the site answers."""

    def __init__(self, address: str, number: int, ready: Callable[[str], None] | None) -> None:
        self.address = address
        self.number = number
        self.ready = ready
        self.made = False

    def when_answering(self) -> None:
        if self.made:
            return
        asked = http.client.HTTPConnection(self.address, self.number, timeout=ANSWER_SECONDS)
        try:
            asked.request("GET", "/healthz")
            asked.getresponse().read()
        except (OSError, http.client.HTTPException):
            return
        finally:
            asked.close()
        self.made = True
        url = f"http://{self.address}:{self.number}"
        say(f"\n质评已启动：{url} （Ctrl-C 停止）", f"zhiping serves at {url} (Ctrl-C stops)\n")
        if self.ready is not None:
            self.ready(url)
