"""Start over: remove all state of this home."""

from __future__ import annotations

import argparse
import os
import sys

from zhiping.config import home
from zhiping.config.console import say
from zhiping.config.problem import Problem

HELP = "清空全部数据，从头开始 / remove database, files, keys and logs of this home"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the confirmation."""
    parser.add_argument("--yes", action="store_true", help="不再询问 / do not ask")


def run(options: argparse.Namespace) -> int:
    """Remove everything after a yes; without a terminal only with --yes."""
    folder = home.path()
    if not options.yes and not home.is_demo(folder):
        if not sys.stdin.isatty():
            raise Problem(
                f"将删除 {folder} 中的全部数据：确认请加 --yes。",
                f"This removes all data of {folder}: say --yes to do it.",
            )
        if input(f"删除 {folder} 中的全部数据？/ Remove all data of {folder}? [y/N] ").strip().lower() != "y":
            return 1
    home.remove(folder)
    say(f"已清空 {folder}。", f"{folder} is empty again.")
    if os.environ.get("DATABASE_URL"):
        say(
            "DATABASE_URL 所指的数据库没有改动，请自行清空。",
            "The database of DATABASE_URL was not touched; empty it yourself.",
        )
    return 0
