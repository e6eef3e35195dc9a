"""The console command `zhiping`: one module per command in `commands`."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

from zhiping.config import commands, database, processes
from zhiping.config.console import reporting_problems

ORDER = (
    "demo",
    "serve",
    "worker",
    "status",
    "definitions",
    "migrate",
    "createoperator",
    "setup_check",
    "stop",
    "reset",
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; a person's mistake is told in two sentences, never as a traceback."""
    processes.die_with_parent()
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == ["manage"]:
        # Django's own options, `--help` among them, belong to Django.
        given = ["manage", "--", *given[1:]]
    options = parser(given[0] if given else None).parse_args(given)
    try:
        return reporting_problems(lambda: options.run(options))
    finally:
        database.release()


def parser(asked: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of all commands, or of the asked one alone: loading the others would cost a second."""
    top = argparse.ArgumentParser(
        prog="zhiping", description="质评：质量协会年度项目平台 / a quality association's yearly programmes"
    )
    under = top.add_subparsers(required=True, metavar="COMMAND")
    found = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    chosen = {name for name in found if asked in (name, name.replace("_", "-"))}
    for name in chosen or (*(n for n in ORDER if n in found), *sorted(found.difference(ORDER))):
        module = importlib.import_module(f"zhiping.config.commands.{name}")
        sub = under.add_parser(name.replace("_", "-"), help=module.HELP, description=module.HELP)
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return top
