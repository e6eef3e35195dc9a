"""Say what is there and what is missing, before anything is started."""

from __future__ import annotations

import argparse

from zhiping.config import database, readiness

HELP = "检查运行条件 / check font, queue, disk, mail host and database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing."""


def run(options: argparse.Namespace) -> int:
    """Print one line per check; exit 1 when one fails."""
    folder = database.prepare()
    found = readiness.checks(folder)
    for check in found:
        print(f"{'✓' if check.ok else '✗'} {check.name:<10} {check.zh}\n{'':<13}{check.en}")
    return 0 if all(check.ok for check in found) else 1
