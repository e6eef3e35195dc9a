"""Read the journal."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zhiping.asking import prepared
from zhiping.journal.models import Entry


def of_subject(subject: str) -> QuerySet[Entry]:
    """Return the entries about one subject ("application:12"), oldest first."""
    return Entry.objects.filter(subject=subject).order_by("id")


@prepared
def told_of(subject: str) -> QuerySet[Entry]:
    """Return the same as a list, for a page."""
    return of_subject(subject)


def of_edition(edition_key: str) -> QuerySet[Entry]:
    """Return the entries of one edition, newest first."""
    return Entry.objects.filter(edition_key=edition_key).order_by("-id")


def last_recorded_at() -> datetime | None:
    """Return the real instant at which anything was last done here, or None in an empty journal."""
    return Entry.objects.order_by("-pk").values_list("recorded_at", flat=True).first()


def newest() -> tuple[int, ...]:
    """Return the ids of the newest entries: as long as they are the same, nothing has happened.

    Several, because an act that took its number earlier may be committed later.
    """
    return tuple(Entry.objects.order_by("-pk").values_list("pk", flat=True)[:50])
