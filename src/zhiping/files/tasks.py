"""Upkeep of files in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.files import actions
from zhiping.jobs.ports import periodic, task


@periodic("files.clear", cron="43 3 * * *")
def clear() -> None:
    """Throw away uploads that were given up."""
    actions.clear(at=timezone.now())


@periodic("files.sweep_orphans", cron="13 4 * * *")
def sweep_orphans() -> None:
    """Delete bytes that no kept file names."""
    actions.sweep_orphans(at=timezone.now())


@task("files.scan")
def scan(file_id: int) -> None:
    """Scan one file for viruses; while the scanner is down it waits for the next round."""
    actions.scan(file_id=file_id)


@periodic("files.scan_waiting", cron="*/5 * * * *")
def scan_waiting() -> None:
    """Scan what waits in quarantine."""
    actions.scan_waiting()


@task("files.preview")
def preview(file_id: int) -> None:
    """Draw a small picture of one file."""
    actions.make_preview(file_id=file_id)
