"""Write long imports in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.jobs.ports import periodic, task
from zhiping.programmes import actions


@task("programmes.write_import")
def write_import(import_id: int, user_id: int | None, role: str, name: str) -> None:
    """Write one import for the person who started it."""
    actions.run_import(import_id=import_id, by=actions.actor_of_job(user_id, role, name), at=timezone.now())


@periodic("programmes.rescue_imports", cron="*/5 * * * *")
def rescue_imports() -> None:
    """Take up imports whose job was lost."""
    actions.rescue_imports()
