"""A home of its own for a measurement: database, files, keys, logs; up to date while it runs, released afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def using(name: str, run: Callable[[Path], int], *, anew: bool = True) -> int:
    """Run with `var/<name>` as the home, empty at first where it is wanted `anew`; return what `run` returns."""
    home = ROOT / "var" / name
    os.environ["ZHIPING_HOME"] = str(home)
    from zhiping.config import database  # noqa: PLC0415 -- reads the home
    from zhiping.config.home import remove  # noqa: PLC0415 -- likewise

    if anew and home.exists():
        remove(home)
    database.prepare()
    try:
        from zhiping.config import upkeep  # noqa: PLC0415 -- needs Django set up

        upkeep.migrate()
        upkeep.collect_static(home)
        return run(home)
    finally:
        database.release()
