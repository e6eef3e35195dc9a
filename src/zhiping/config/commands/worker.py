"""Run the background worker in the foreground."""

from __future__ import annotations

import argparse

from zhiping.config import database

HELP = "后台任务进程 / run the background worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how many jobs run side by side."""
    parser.add_argument("--concurrency", type=int, default=2, help="同时执行的任务数 / jobs side by side (2)")


def run(options: argparse.Namespace) -> int:
    """Work until told to end."""
    database.prepare()
    from zhiping.jobs import actions  # noqa: PLC0415 -- needs Django set up

    actions.run_worker(concurrency=options.concurrency)
    return 0
