"""What becomes of a job whose worker is gone."""

from __future__ import annotations

# A job that has taken so many workers with it is the cause, not the victim.
MOST_ATTEMPTS = 5


def may_run_again(attempts: int) -> bool:
    """Tell whether a rescued job is given to another worker, or set aside for a person to look at."""
    return attempts < MOST_ATTEMPTS
