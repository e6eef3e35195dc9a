"""Say, per edition, how many applications stand in each state."""

from __future__ import annotations

import argparse
import json

from django.db import ProgrammingError

from zhiping.config import database
from zhiping.config.problem import Problem

HELP = "各届次各状态的申报数 / number of applications in each state, per edition"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the machine-readable form."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the counts."""
    database.prepare()
    from zhiping.journey import queries  # noqa: PLC0415 -- needs Django set up

    try:
        counts = queries.counts_by_state()
    except ProgrammingError:
        raise Problem(
            "数据库还没有建立或不是最新：请先运行 zhiping migrate（或 make demo）。",
            "The database is not set up or not current: run zhiping migrate (or make demo) first.",
        ) from None
    if options.json:
        print(json.dumps(counts, ensure_ascii=False, indent=2, sort_keys=True))
        return 0
    for edition, states in counts.items():
        print(f"{edition}  ({sum(states.values())})")
        for state, number in states.items():
            print(f"  {state:<28}{number:>6}")
    if not counts:
        print("还没有任何届次。\nThere is no edition yet.")
    return 0
