"""How fast the machine is just now: figures of one hour are compared with those of another by it."""

from __future__ import annotations

import os
import subprocess
import sys

ADDITIONS = 5_000_000
LOOP = f"""
import time
total, begun = 0, time.perf_counter()
for number in range({ADDITIONS}):
    total += number
print(time.perf_counter() - begun)
"""


def measured() -> str:
    """Return how many million numbers a second Python adds up in one process, and in one on each core at once.

    Cores that share their works, or neighbours on the same machine, show in the second figure.
    """
    alone, together = _added(1), _added(os.cpu_count() or 1)
    return f"{alone:.1f} million additions a second on one core, {together:.1f} on all at once"


def _added(processes: int) -> float:
    running = [subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE) for _ in range(processes)]
    seconds = [float(one.communicate()[0]) for one in running]
    return sum(ADDITIONS / 1e6 / took for took in seconds)
