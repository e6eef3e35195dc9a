"""The machine's first look, in the background."""

from __future__ import annotations

from zhiping.jobs.ports import periodic, task
from zhiping.screening import actions


@task("screening.look_at_arrival")
def look_at_arrival(application_id: int) -> None:
    """Check one case that has come to the office."""
    actions.look_at_arrival(application_id=application_id)


@periodic("screening.remember_earlier", cron="*/10 * * * *")
def remember_earlier() -> None:
    """Make earlier cases known by their sentences, until all are."""
    actions.remember_earlier()
