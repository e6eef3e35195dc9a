"""The web server process: granian, the waiting room, the WSGI application. Also the module that each of its workers loads."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import resource
import sys
from typing import Any

from zhiping.config import database, lingering, processes
from zhiping.config.console import reporting_problems

KILL_AFTER = 10
LONGEST_HEAD = 64 * 1024
"""Bytes of a request's head that are held while it comes."""
CONNECTIONS, OTHER_FILES = 4, 512
"""Connections for each place, and open files of a worker for everything else."""


def main(argv: list[str]) -> int:
    """Serve on the given address and port until told to end."""
    processes.die_with_parent()
    database.reach()
    environment = database.check_environment()
    _load_pages()
    from granian import Granian  # noqa: PLC0415 -- slow import

    address, port = argv
    server = Granian(
        "zhiping.config.serving:application",
        address=address,
        port=int(port),
        workers=environment.web_workers,
        **options(environment.web_places),
    )
    server.serve()
    return 0


def options(places: int) -> dict[str, Any]:
    """Return how granian serves. Args: places: requests that may wait in one worker."""
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415 -- slow import
    from granian.http import HTTP1Settings  # noqa: PLC0415 -- slow import

    return {
        "interface": Interfaces.WSGI,
        # the one mode that gives up a connection on which no request comes
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(max_buffer_size=LONGEST_HEAD),
        # every place is a thread that waits; those that work are the seats of the waiting room
        "blocking_threads": places,
        # counts connections, idle ones too: with as many as places, strangers who send nothing would shut the door
        "backpressure": connections_for(places),
        "websockets": False,
        "respawn_failed_workers": True,
        "workers_kill_timeout": KILL_AFTER,
    }


def connections_for(places: int) -> int:
    """Return how many connections a worker holds; the open files that they need are asked for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * places
    most = wanted + OTHER_FILES if hard == resource.RLIM_INFINITY else min(hard, wanted + OTHER_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, soft), hard))
    return max(16, min(wanted, max(most, soft) - OTHER_FILES))


def _load_pages() -> None:
    """Load everything before the workers are forked: once instead of once for each, and into memory that they share."""
    from django.urls import get_resolver  # noqa: PLC0415 -- slow import

    # What is loaded stays for good. Searching it for garbage takes a sixth of the start and finds a megabyte; later, in
    # a worker, it would write into each page of memory that all share.
    gc.disable()
    importlib.import_module("zhiping.config.wsgi")
    get_resolver().url_patterns  # noqa: B018 -- loads the pages
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    sys.exit(reporting_problems(lambda: main(sys.argv[1:])))
elif os.environ.get("DATABASE_URL"):
    # A worker of granian's: it ends with granian, and takes the database's address from it.
    from zhiping.config.environment import Environment
    from zhiping.config.waiting_room import WaitingRoom
    from zhiping.config.wsgi import application as pages

    application = WaitingRoom(pages, Environment().web_threads, places=Environment().web_places)
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        processes.die_with(parent.pid)
        lingering.watch(connections_for(Environment().web_places))
    __all__ = ["application"]
