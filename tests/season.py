"""The demo's season, small, built once for a run of the tests; each user gets a copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests import databases
from zhiping.config.demo import season


@contextmanager
def copied(home: Path) -> Iterator[None]:
    """Let everything ask a database of its own that holds the season; afterwards the tests' own again."""
    own = str(connection.settings_dict["NAME"])
    copy = f"{own}_copy"

    def build(name: str) -> None:
        databases.copy(own, name)
        databases.ask(name)
        season.build(season.SMALL)
        databases.ask(own)

    with databases.built_once(home, "season", build) as built:
        databases.copy(built, copy)
    databases.ask(copy)
    try:
        yield
    finally:
        databases.ask(own)
        databases.drop(copy)
