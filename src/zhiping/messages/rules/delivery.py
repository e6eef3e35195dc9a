"""How long a mail waits after the mail host refused it, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

_WAITS = (1, 2, 5, 10, 30, 60, 120, 240, 480, 480)


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after the n-th refusal (n ≥ 1), or None when the mail is given up, after about a day."""
    return timedelta(minutes=_WAITS[attempts - 1]) if attempts <= len(_WAITS) else None
