"""Measure the site (`make bench`): seed, serve, drive every role, compare with the goals, write it all down.

Client, server and database share the machine, as in the figures of the peers. Options: --only ID,ID; --runs N;
--note TEXT (such as what else ran); --no-record; --times N (a season so many times as large, in a home of its own).
`make bench ARGS=closing` rehearses the closing second instead, and `ARGS=faults` kills the server in the middle of its
acts.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import homes

if TYPE_CHECKING:
    from bench.plans import Plan, Walk
    from bench.site import Site

ROOT = Path(__file__).resolve().parents[1]
WARM = 32
LARGEST = 10
"""Times the season can be as large: the units that have a case are numbered below those that have none."""


def main() -> int:
    """Do it all; the exit code says nothing about the goals."""
    options = _options()
    name = "bench" if options.times == 1 else f"bench-{options.times}"
    return homes.using(name, lambda home: _measure(home, options), anew=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", help="ids of the lines to measure, with commas")
    parser.add_argument("--runs", type=int, default=3, help="runs of each line; the median counts")
    parser.add_argument("--times", type=int, choices=range(1, LARGEST + 1), default=1, help="size of the season")
    parser.add_argument("--note", default="", help="what else ran on the machine")
    parser.add_argument("--no-record", action="store_true", help="do not append to bench/RESULTS.md")
    return parser.parse_args()


def _measure(home: Path, options: argparse.Namespace) -> int:
    from bench import goals, plans, report, seed, site  # noqa: PLC0415 -- need Django set up

    if not seed.is_seeded():
        n = options.times
        print(f"seeding {n * 10_000:,} applications, {n * 30_000:,} scorecards, {n * 300:,} experts ...", flush=True)
        begun = time.perf_counter()
        seed.build(n)
        print(f"seeded in {time.perf_counter() - begun:.0f} s", flush=True)
    cast = plans.Cast()
    chosen = [p for p in plans.all_plans(cast) if not options.only or p.id in options.only.split(",")]
    running = site.Site(home, home / "logs" / "bench-site.log")
    try:
        rows = [_line(running, plan, options.runs) for plan in chosen]
        figures = goals.whole(
            running.started_in, running.memory(), [*running.peak(), running.highest], running.helpers()
        )
    finally:
        running.stop()
    told = report.Report(rows, figures, report.machine(), _note(options))
    print(told.table())
    path = home / "bench.json"
    path.write_text(json.dumps(told.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nJSON: {path.relative_to(ROOT)}")
    if not options.no_record and not options.only:
        report.append(ROOT / "bench" / "RESULTS.md", told)
    return 0


def _note(options: argparse.Namespace) -> str:
    size = f"A season {options.times} times as large. " if options.times > 1 else ""
    return f"{size}{options.note}".strip()


def _line(site: Site, plan: Plan, runs: int) -> dict[str, Any]:
    """Measure one line: warm, then so many runs; the run with the median speed counts."""
    from bench import goals, sql  # noqa: PLC0415 -- need Django set up

    if plan.clients > 1 and plan.id != "submit":
        drive(site, plan.make(WARM), plan.clients)
    site.forget_peak()
    before = site.memory()
    found = sorted((drive(site, plan.make(plan.count), plan.clients) for _ in range(runs)), key=_speed)
    median = found[len(found) // 2]
    growth = max(after - was for after, was in zip(site.peak(), before, strict=True))
    queries = sql.count(plan.make(2))
    row: dict[str, Any] = median | {
        "id": plan.id,
        "label": plan.label,
        "clients": plan.clients,
        "range": [round(found[0]["per_second"], 1), round(found[-1]["per_second"], 1)],
        "queries": queries,
        "memory": round(statistics.mean(site.memory())),
        "growth": round(max(growth, 0)) if plan.growth else None,
    }
    row["goals"] = [asdict(goal) for goal in goals.of(plan, row)]
    print(f"  {plan.label}: {row['per_second']:.1f}/s", flush=True)
    return row


def _speed(figures: dict[str, Any]) -> float:
    return float(figures["per_second"])


def drive(site: Site, walks: Sequence[Walk], clients: int) -> dict[str, Any]:
    """Let the second process do these walks and return its figures."""
    plan = {"address": site.address, "connections": clients, "walks": [[asdict(s) for s in w] for w in walks]}
    done = subprocess.run(
        [sys.executable, "-m", "bench.drive"],
        input=json.dumps(plan), capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"a measured request was refused: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _chosen() -> int:
    """Run another measurement of this folder where its name is the first word."""
    if sys.argv[1:2] not in (["closing"], ["faults"]):
        return main()
    return int(importlib.import_module(f"bench.{sys.argv.pop(1)}").main())


if __name__ == "__main__":
    sys.exit(_chosen())
