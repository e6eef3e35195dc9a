"""Upkeep of files in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.files import actions
from zhiping.jobs.ports import periodic


@periodic("files.clear", cron="43 3 * * *")
def clear() -> None:
    """Throw away uploads that were given up."""
    actions.clear(at=timezone.now())
