"""Write the developer documents that are made from the code, or say whether they are current."""

from __future__ import annotations

import argparse

from zhiping.config import documents
from zhiping.config.console import say
from zhiping.config.environment import CHECKOUT

HELP = "生成开发文档 / write docs/journey.md and the other generated documents"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the choice only to look."""
    parser.add_argument("--check", action="store_true", help="只检查是否最新 / only say whether they are current")


def run(options: argparse.Namespace) -> int:
    """Write; with --check write nothing and exit 1 when one is stale. Needs no database."""
    if not options.check:
        for path in documents.write():
            print(path.relative_to(CHECKOUT))
        return 0
    stale = [name for name, make in documents.FILES.items() if _written(name) != make()]
    for name in stale:
        say(f"{name} 已过时：请运行 zhiping documents。", f"{name} is stale: run zhiping documents.")
    return 1 if stale else 0


def _written(name: str) -> str:
    path = CHECKOUT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
