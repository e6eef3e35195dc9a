"""A web worker that is killed with -9 in the middle of an act, and what is then found in the database.

The worker is the house's own application behind its own door, forked from a process that has loaded it, so that the next
one stands at once. It is killed where it waits for a lock that we hold, which is a step known exactly, or after a delay.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import psycopg
from django.apps import apps
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import sql
from bench.client import Shot
from zhiping.config.waiting_room import WaitingRoom

PATIENCE = 60.0
COMMIT = "commit"
LEFT_OUT = {"accounts_browsersession", "accounts_count", "procrastinate_workers", "zhiping_cache"}
"""Who is signed in, who works, how often somebody has asked: nothing of a case."""
WRITES = re.compile(
    r'^(?:INSERT INTO "(\w+)"|UPDATE "(\w+)"|DELETE FROM "(\w+)"|SELECT.* FROM "(\w+)".*FOR NO KEY UPDATE)', re.DOTALL
)
JOBS = "procrastinate_jobs"
Counts = dict[str, int]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


class Worker:
    """A web worker on a port of its own, which ends with it: what still waits there is refused, not served later."""

    def __init__(self) -> None:
        self.number = 0
        self.address = ("127.0.0.1", 0)

    def start(self) -> None:
        """Fork one."""
        connection.close()
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.address = door.getsockname()
            self.number = os.fork()
            if self.number == 0:
                try:
                    _serve(door)
                finally:
                    os._exit(1)

    def kill(self) -> None:
        """Kill it with -9."""
        os.kill(self.number, signal.SIGKILL)
        os.waitpid(self.number, 0)

    def send(self, shot: Shot) -> int:
        """Send one request; return the status of its answer, 0 when none came."""
        asked = http.client.HTTPConnection(*self.address, timeout=PATIENCE)
        try:
            asked.request(shot.method, shot.path, shot.body.encode("latin-1"), {**shot.headers, "Connection": "close"})
            return asked.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            asked.close()


def _serve(door: socket.socket) -> None:
    server = _Server(door.getsockname(), _Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = door
    server.server_name, server.server_port = door.getsockname()
    server.setup_environ()
    server.set_app(WaitingRoom(get_wsgi_application(), seats=2))
    server.serve_forever()


def counts() -> Counts:
    """Return the rows of every table."""
    names = {m._meta.db_table for m in apps.get_models()} - LEFT_OUT  # noqa: SLF001 -- Django's documented way
    union = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in sorted(names))  # noqa: S608 -- our own names
    with connection.cursor() as cursor:
        cursor.execute(union)
        return dict(cursor.fetchall())


def content(tables: Sequence[str]) -> str:
    """Return a digest of every row of these tables."""
    every = "SELECT md5(string_agg(x::text, '|' ORDER BY x::text)) FROM"
    parts = [f'({every} "{name}" x)' for name in tables]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts))
        return str(cursor.fetchone())


@dataclass
class Act:
    """An official act as its page sends it. make: prepares a new case and returns its form.

    steps: the tables it locks or writes, in that order; grown: how many rows each table has more after it; takes: seconds.
    """

    name: str
    make: Callable[[], Shot]
    steps: list[str] = field(default_factory=list)
    grown: Counts = field(default_factory=dict)
    takes: float = 0.0

    def learn(self) -> None:
        """Do the act once and remember which steps it has."""
        sql.send(Shot("/"))
        shot, before, begun = self.make(), counts(), time.perf_counter()
        with CaptureQueriesContext(connection) as seen:
            sql.send(shot)
        self.takes = time.perf_counter() - begun
        self.steps = [*dict.fromkeys(_table(query["sql"]) for query in seen), COMMIT]
        self.steps.remove("")
        self.grown = _growth(before, counts())


def _table(statement: str) -> str:
    if "procrastinate_defer" in statement:
        return JOBS
    found = WRITES.match(statement)
    table = next((name for name in found.groups() if name), "") if found else ""
    return "" if table in LEFT_OUT else table


def _growth(before: Counts, after: Counts) -> Counts:
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill and what was found. left: "nothing", "whole" or "half"; status: of the answer, 0 without one."""

    act: str
    step: str
    status: int
    left: str
    again: int

    @property
    def is_wrong(self) -> bool:
        """Tell whether a promise was broken: half-way, or a receipt for nothing, or no way on afterwards."""
        return self.left == "half" or (self.status == HTTPStatus.FOUND and self.left != "whole") or not self.again


def at_step(worker: Worker, act: Act, step: str, url: str) -> Kill:
    """Send the act, kill the worker where it waits for the lock of this step, let the lock go, and look."""
    shot = act.make()
    with psycopg.connect(url) as holder:
        holder.execute(_lock(step))
        return _killed(worker, (act, step, shot), lambda: _waits(holder), holder.rollback)


def after(worker: Worker, act: Act, seconds: float) -> Kill:
    """Send the act, kill the worker so many seconds later, and look."""
    shot, end = act.make(), time.monotonic() + seconds
    return _killed(worker, (act, f"{seconds:.3f} s", shot), lambda: time.monotonic() >= end, lambda: None)


def _lock(step: str) -> str:
    # foreign keys are checked at the commit, which waits for the rows they name
    return "SELECT id FROM accounts_user FOR UPDATE" if step == COMMIT else f'LOCK TABLE "{step}" IN EXCLUSIVE MODE'


def _killed(
    worker: Worker, what: tuple[Act, str, Shot], is_there: Callable[[], bool], let_go: Callable[[], None]
) -> Kill:
    act, step, shot = what
    tables = [name for name in act.steps if name != COMMIT]
    before, rows = counts(), content(tables)
    with ThreadPoolExecutor(1) as sender:
        answer: Future[int] = sender.submit(worker.send, shot)
        _until(lambda: is_there() or answer.done(), f"{act.name} never came to {step}")
        worker.kill()
        let_go()
        status = answer.result()
    _until(_nobody_is_left, "the dead worker's session lives on")
    grown = _growth(before, counts())
    left = "whole" if grown == act.grown else "half" if grown or content(tables) != rows else "nothing"
    worker.start()
    return Kill(act.name, step, status, left, worker.send(shot))


def _waits(holder: psycopg.Connection[Any]) -> bool:
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    found = holder.execute(asked).fetchone()
    return bool(found and found[0])


def _nobody_is_left() -> bool:
    """Tell whether ours is the only session on this database; the background worker and the upkeep do not run here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0] == 0)


def _until(what: Callable[[], bool], said: str) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > end:
            raise TimeoutError(said)
        time.sleep(0.01)
