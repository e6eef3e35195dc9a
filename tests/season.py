"""The demo's season, small, built once for a run of the tests on however many cores; each user gets a copy.

Building takes half a minute, copying a database a second: PostgreSQL copies files.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from zhiping.config.demo import season

LOCK = "season.lock"
RUN = str(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid())
"""The process that began the run: the same for everybody in it."""


@contextmanager
def copied(home: Path) -> Iterator[None]:
    """Let everything ask a database of its own that holds the season; afterwards the tests' own again.

    home: where the processes of a run agree on who builds.
    """
    own = str(connection.settings_dict["NAME"])
    copy, built = f"{own}_copy", name(own)
    with (home / LOCK).open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != RUN:
            _copy(own, built)
            _ask(built)
            season.build(season.SMALL)
            lock.truncate(0)
            lock.write(RUN)
            lock.flush()
        _ask(own)
        _copy(built, copy)
    _ask(copy)
    try:
        yield
    finally:
        _ask(own)
        drop(copy)


def forget(home: Path) -> None:
    """Let no season of an earlier run, whose code may have built another one, be taken for this run's."""
    (home / LOCK).unlink(missing_ok=True)


def clean(home: Path) -> None:
    """Leave no season of this run on the server."""
    lock = home / LOCK
    if lock.exists() and lock.read_text(encoding="ascii") == RUN:
        drop(name(f"test_{connection.settings_dict['NAME']}"))


def name(database: str) -> str:
    """Return the name of the season's database beside one of the tests'."""
    return f"{database.partition('_gw')[0]}_season"


def drop(database: str) -> None:
    """Remove a database, whoever still asks it."""
    with closing(_maintenance()) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _ask(database: str) -> None:
    """Turn this process to a database: its next connections, a live server's too, read the name anew."""
    connection.close()
    connection.settings_dict["NAME"] = database


def _copy(one: str, other: str) -> None:
    connection.close()
    drop(other)
    with closing(_maintenance()) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [one])
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(other), sql.Identifier(one)))


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    parameters = connection.get_connection_params()
    known = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    return psycopg.connect(dbname="postgres", autocommit=True, **known)
