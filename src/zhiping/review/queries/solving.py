"""Have an assignment solved beside the process that shows pages, so that it stays small."""

from __future__ import annotations

import pickle

from zhiping import apart
from zhiping.core.assignment.request import Request
from zhiping.core.assignment.solve import Assignment as Solved
from zhiping.core.errors import RuleViolation

TASK = "zhiping.review.rules.solving:solved"
MEMORY, SECONDS = 8 * 1024 * 1024 * 1024, 120


def solved(request: Request) -> Solved:
    """Return the best assignment (`core.assignment.solve`).

    Raises: RuleViolation("assignment.too_large") where it takes more than 8 GB of addresses or two minutes of computing.
    """
    answer = apart.run(TASK, pickle.dumps(request), memory=MEMORY, seconds=SECONDS)
    if answer is None:
        raise RuleViolation("assignment.too_large")
    found: Solved = pickle.loads(answer)  # noqa: S301 -- made by a child that has seen nothing but the line above
    return found
