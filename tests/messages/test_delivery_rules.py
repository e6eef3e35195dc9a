"""How long a refused mail waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zhiping.messages.rules.delivery import wait_after


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(1, timedelta(minutes=1)), (5, timedelta(minutes=30)), (10, timedelta(hours=8)), (11, None), (99, None)],
)
def test_the_waits_grow_and_end(attempts: int, wait: timedelta | None) -> None:
    assert wait_after(attempts) == wait
