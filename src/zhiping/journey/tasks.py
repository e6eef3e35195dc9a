"""What the clock does every minute, each edition by its own clock."""

from __future__ import annotations

from zhiping.jobs.ports import periodic
from zhiping.journey import actions
from zhiping.programmes import queries as programmes


@periodic("journey.run_deadlines", cron="* * * * *")
def run_deadlines() -> None:
    """Keep the deadlines of every running edition."""
    for edition in programmes.running():
        actions.run_deadlines(edition=edition, at=programmes.now(edition))
