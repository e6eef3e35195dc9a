"""Kill the web worker in the middle of submit, endorse, recommend and hand-in (`python -m bench.faults`).

First at every step that the act has: each table that it locks or writes, and the commit, found by watching it once. Then
at any time besides. After each kill everything must be there or nothing, what was answered must be there, and the same
form sent again must go on. Works on a home of its own (var/faults). Options: --rounds N; --random N; --record.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bench import homes

if TYPE_CHECKING:
    from bench.killing import Act, Kill


def main() -> int:
    """Prepare, kill, look; the exit code is 1 when one promise was broken."""
    options = _options()
    return homes.using("faults", lambda home: _run(home, options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="kills at each step of each act")
    parser.add_argument("--random", type=int, default=15, help="kills of each act at any time")
    parser.add_argument("--record", action="store_true", help="append to bench/FAULTS.md")
    return parser.parse_args()


def _run(home: Path, options: argparse.Namespace) -> int:
    from bench import fault_acts, report  # noqa: PLC0415 -- need Django set up

    begun = time.perf_counter()
    acts = fault_acts.prepare(options.rounds * 25 + options.random + 5)
    print(f"prepared in {time.perf_counter() - begun:.0f} s", flush=True)
    kills: list[Kill] = []
    for kill in _kill(acts, options):
        kills.append(kill)
        print(f"{len(kills):4} {kill.act}, {kill.step}: {kill.left}", flush=True)
    lines = list(_told(kills))
    print("\n".join(lines))
    if options.record:
        report.note("FAULTS.md", lines)
    return 1 if any(kill.is_wrong for kill in kills) else 0


def _kill(acts: Sequence[Act], options: argparse.Namespace) -> Iterator[Kill]:
    from bench import killing  # noqa: PLC0415 -- needs Django set up

    rng, url = Random(9), os.environ["DATABASE_URL"]  # noqa: S311 -- nothing secret
    worker = killing.Worker()
    for act in acts:
        act.learn()
        print(f"{act.name}: {', '.join(act.steps)}", flush=True)
    worker.start()
    try:
        for act in acts:
            for step in act.steps * options.rounds:
                yield killing.at_step(worker, act, step, url)
            for _ in range(options.random):
                yield killing.after(worker, act, rng.uniform(0, 1.5 * act.takes))
    finally:
        worker.kill()


def _told(kills: Sequence[Kill]) -> Iterator[str]:
    for name in dict.fromkeys(kill.act for kill in kills):
        of = [kill for kill in kills if kill.act == name]
        left = Counter(kill.left for kill in of)
        answered = sum(bool(kill.status) for kill in of)
        steps = len({kill.step for kill in of if not kill.step.endswith(" s")})
        yield (
            f"{name}: {len(of)} kills at {steps} steps and any time; nothing was left of {left['nothing']}, "
            f"all of {left['whole']} ({answered} answered before), half of {left['half']}"
        )
    wrong = [kill for kill in kills if kill.is_wrong]
    yield f"{len(kills)} kills, {len(wrong)} broken promises"
    yield from (str(kill) for kill in wrong)


if __name__ == "__main__":
    sys.exit(main())
