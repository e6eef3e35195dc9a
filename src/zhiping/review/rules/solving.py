"""The solver of assignments as a process of its own runs it: `review.queries.solving` asks for that.

Its library and the models it builds are large: three gigabytes for 6,000 cases with 300 experts.
"""

from __future__ import annotations

import pickle
from typing import BinaryIO

from scipy import optimize, sparse

from zhiping.core.assignment.solve import solve

LOADED = (optimize, sparse)
"""Here they are loaded once, by the helper that forks; the solver itself loads them when it first runs."""


def solved(stream: BinaryIO) -> bytes:
    """Solve the request that one of our processes has pickled."""
    return pickle.dumps(solve(pickle.load(stream)))  # noqa: S301 -- from our own process, through a file without a name
