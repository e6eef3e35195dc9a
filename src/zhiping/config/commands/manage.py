"""Pass through to Django's management commands, on the right database."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line

from zhiping.config import database

HELP = "Django 管理命令 / any Django management command (zhiping manage help)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything as it is."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER)


def run(options: argparse.Namespace) -> int:
    """Run Django's command."""
    database.prepare()
    execute_from_command_line(["zhiping manage", *(a for a in options.arguments if a != "--")])
    return 0
