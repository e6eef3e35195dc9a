"""Run the background worker in the foreground."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from zhiping.config import database

HELP = "后台任务进程 / run the background worker"
# Jobs under way get so long to finish when the worker is told to end; later they are rescued by another worker.
GRACE = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how many jobs run side by side."""
    parser.add_argument("--concurrency", type=int, default=2, help="同时执行的任务数 / jobs side by side (2)")


def run(options: argparse.Namespace) -> int:
    """Work until told to end."""
    database.prepare()
    call_command(
        "procrastinate", "worker",
        f"--concurrency={options.concurrency}", f"--shutdown-graceful-timeout={GRACE}", "--delete-jobs=never",
    )  # fmt: skip
    return 0
