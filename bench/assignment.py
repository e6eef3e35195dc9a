"""Time the assignment of reviewers on seasons of several sizes (python bench/assignment.py [--large]).

Every season has skewed fields (manufacturing has most applications), 5 % conflicts, loads at most 1.15 of the average
and at least 0.7 of it, one method expert wanted for each application, and nobody's panel from one unit or recommender
alone. The last rows are short of capacity on purpose and include the explanation. Each row is the best and the worst
of five runs with different seasons, models built included, Python's start-up not.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass

from zhiping.core.assignment import explain, solve
from zhiping.core.assignment.request import Entry, Expert, Request

FIELDS = ("manufacturing", "service", "nonprofit", "building", "sme")
WEIGHTS = (5, 3, 1, 2, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    entries: int
    experts: int
    reviewers: int
    tightness: float = 1.15


CASES = (Case(120, 20, 3), Case(356, 60, 3), Case(356, 60, 5), Case(356, 60, 3, tightness=0.95))
LARGE = (Case(2000, 300, 5),)


def season(case: Case, seed: int) -> Request:
    """Return an invented season; the same seed always gives the same one."""
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    average = case.entries * case.reviewers / case.experts
    experts = tuple(
        Expert(
            number,
            at_most=int(average * case.tightness) + (case.tightness > 1),
            at_least=int(average * 0.7),
            fields=frozenset(chance.sample(FIELDS, 2)),
            skills=frozenset({"method"} if chance.random() < 0.4 else ()),
            groups=frozenset(
                {f"organisation:{chance.randrange(case.experts // 2)}", f"recommender:{chance.randrange(12)}"}
            ),
        )
        for number in range(case.experts)
    )
    entries = tuple(Entry(number, case.reviewers, chance.choices(FIELDS, WEIGHTS)[0]) for number in range(case.entries))
    forbidden = frozenset((a.id, e.id) for a in entries for e in experts if chance.random() < 0.05)
    return Request(experts, entries, seed=f"season {seed}", forbidden=forbidden, skill="method", skilled=1)


def measure(case: Case, runs: int) -> None:
    """Print one line: times in seconds, reviewers missing, worth per seat (100 = every reviewer knows the field)."""
    times: list[float] = []
    missing = skill = worth = seats = shortages = 0
    for seed in range(1, runs + 1):
        request = season(case, seed)
        start = time.perf_counter()
        answer = solve.solve(request)
        shortages += len(explain.explain(request, answer))
        times.append(time.perf_counter() - start)
        missing += sum(answer.missing.values())
        skill += sum(answer.missing_skill.values())
        worth, seats = worth + answer.worth, seats + len(answer.pairs)
    size = f"{case.entries}×{case.experts}×{case.reviewers}"
    print(
        f"{size:>12} {case.tightness:>9.2f} {min(times):>8.3f} {max(times):>8.3f}"
        f" {missing:>8} {skill:>6} {shortages:>10} {worth / seats:>7.1f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="also 2000×300×5, which takes a while")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    print("        size tightness   best s  worst s  missing  skill  explained   worth")
    for case in (*CASES, *(LARGE if arguments.large else ())):
        measure(case, arguments.runs)


if __name__ == "__main__":
    main()
