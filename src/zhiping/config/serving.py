"""The web server process: granian, the waiting room, the WSGI application. Also the module that each of its workers loads."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import sys

from zhiping.config import database, processes
from zhiping.config.console import reporting_problems

KILL_AFTER = 10


def main(argv: list[str]) -> int:
    """Serve on the given address and port until told to end."""
    processes.die_with_parent()
    database.reach()
    environment = database.check_environment()
    from granian import Granian  # noqa: PLC0415 -- slow import
    from granian.constants import Interfaces  # noqa: PLC0415 -- slow import

    _load_pages()
    address, port = argv
    server = Granian(
        "zhiping.config.serving:application",
        address=address,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=environment.web_workers,
        # every place is a thread that waits; those that work are the seats of the waiting room
        blocking_threads=environment.web_places,
        backpressure=environment.web_places,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
    )
    server.serve()
    return 0


def _load_pages() -> None:
    """Load everything before the workers are forked: once instead of once for each, and into memory that they share."""
    from django.urls import get_resolver  # noqa: PLC0415 -- slow import

    importlib.import_module("zhiping.config.wsgi")
    get_resolver().url_patterns  # noqa: B018 -- loads the pages
    # What is loaded stays for good. A search for garbage that went through it would write into each page of memory.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    sys.exit(reporting_problems(lambda: main(sys.argv[1:])))
elif os.environ.get("DATABASE_URL"):
    # A worker of granian's: it ends with granian, and takes the database's address from it.
    from zhiping.config.environment import Environment
    from zhiping.config.waiting_room import WaitingRoom
    from zhiping.config.wsgi import application as pages

    application = WaitingRoom(pages, Environment().web_threads)
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        processes.die_with(parent.pid)
    __all__ = ["application"]
