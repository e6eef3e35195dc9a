"""What the clock does every minute, each edition by its own clock; acts on many cases that a person left to a job."""

from __future__ import annotations

from django.utils import timezone

from zhiping.jobs.ports import periodic, task
from zhiping.journey import actions
from zhiping.programmes import queries as programmes


@periodic("journey.run_deadlines", cron="* * * * *")
def run_deadlines() -> None:
    """Keep the deadlines of every running edition."""
    for edition in programmes.running():
        actions.run_deadlines(edition=edition, at=programmes.now(edition))


@task("journey.work_run")
def work_run(run_id: int) -> None:
    """Do the cases of one run."""
    actions.work_run(run_id=run_id, clock=timezone.now)


@periodic("journey.rescue_runs", cron="*/5 * * * *")
def rescue_runs() -> None:
    """Take up runs whose job was lost."""
    actions.rescue_runs()
