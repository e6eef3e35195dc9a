"""Databases that a run of the tests builds once, on however many cores, and copies: PostgreSQL copies files in a second."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from django.db import connection, transaction
from psycopg import sql

RUN = str(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid())
"""The process that began the run: the same for everybody in it."""
PATIENCE, MOMENT = 40, 0.25
QUEUE = ("procrastinate_jobs", "procrastinate_workers")
"""When a periodic job was last put into the queue stays: else each worker that starts would do them all."""

ASKING = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'
"""


@contextmanager
def built_once(home: Path, what: str, build: Callable[[str], None]) -> Iterator[str]:
    """Hold a database of this run still, built by whoever comes first; give its name.

    home: where the processes of a run agree on who builds. build: fills the database of the name it is given.
    """
    name = f"{_own().partition('_gw')[0]}_{what}"
    with _lock(home, what).open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != RUN:
            build(name)
            lock.truncate(0)
            lock.write(RUN)
            lock.flush()
        yield name


def forget(home: Path) -> None:
    """Let nothing of an earlier run, whose code may have built something else, be taken for this run's."""
    for lock in home.glob("built.*.lock"):
        lock.unlink()


def clean(home: Path) -> None:
    """Leave nothing of this run on the server."""
    for lock in home.glob("built.*.lock"):
        if lock.read_text(encoding="ascii") == RUN:
            drop(f"test_{connection.settings_dict['NAME']}_{lock.name.split('.')[1]}")


def copy(one: str, other: str) -> None:
    """Make a database anew as a copy of another, which nobody may ask meanwhile."""
    connection.close()
    drop(other)
    _alone(one, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(other), sql.Identifier(one)))


def drop(database: str) -> None:
    """Remove a database, whoever still asks it."""
    _alone(database, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))


def _alone(database: str, statement: sql.Composed) -> None:
    """Run a statement that wants a database to itself.

    Who still asks it is sent away; the server's own tidying, which only the server may end, it ends for the statement.
    WITH (FORCE) would end both and is refused for the second.
    """
    with closing(_maintenance()) as server:
        for _try in range(PATIENCE):
            server.execute(ASKING, [database])
            with suppress(psycopg.errors.ObjectInUse):
                server.execute(statement)
                return
            time.sleep(MOMENT)
        server.execute(statement)


def ask(database: str) -> None:
    """Turn this process to a database: its next connections, a live server's too, read the name anew."""
    connection.close()
    connection.settings_dict["NAME"] = database


def migrate(database: str) -> None:
    """Make a database with every table and nothing in them."""
    before, parameters = str(connection.settings_dict["NAME"]), connection.settings_dict["TEST"]
    connection.settings_dict["TEST"] = {**parameters, "NAME": database}
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.settings_dict["TEST"] = parameters
        ask(before)


def _own() -> str:
    name = str(connection.settings_dict["NAME"])
    return name if name.startswith("test_") else f"test_{name}"


def _lock(home: Path, what: str) -> Path:
    return home / f"built.{what}.lock"


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    parameters = connection.get_connection_params()
    known = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    return psycopg.connect(dbname="postgres", autocommit=True, **known)


def filled() -> list[str]:
    """Return the tables that have held a row since they were made, but for the queue's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"
            " AND NOT starts_with(relname, 'procrastinate_')"
        )
        return [str(name) for (name,) in cursor.fetchall()]


def empty(tables: Iterable[str]) -> None:
    """Delete every row of these tables, the ones that nobody may delete too, and what waits in the queue.

    Django's own way, TRUNCATE of every table, takes PostgreSQL half a second for the few rows that a test leaves.
    """
    names = list(tables)
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        for name in names:
            cursor.execute(f"DELETE FROM {name}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        for name in QUEUE:
            cursor.execute(f"DELETE FROM {name}")
