"""Bring the database and the collected static files to the state of the code."""

from __future__ import annotations

import argparse

from zhiping.config import database, upkeep

HELP = "更新数据库结构 / bring the database to the state of the code"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing."""


def run(options: argparse.Namespace) -> int:
    """Migrate."""
    database.prepare()
    upkeep.migrate()
    return 0
