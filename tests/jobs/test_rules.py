"""What becomes of a job whose worker is gone."""

from __future__ import annotations

import pytest

from zhiping.jobs.rules import may_run_again


@pytest.mark.parametrize(("attempts", "again"), [(0, True), (1, True), (4, True), (5, False), (6, False)])
def test_a_job_that_took_five_workers_with_it_is_set_aside(attempts: int, again: bool) -> None:
    assert may_run_again(attempts) is again
