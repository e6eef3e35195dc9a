"""Keep how a draft stood, a sitting at a time, so that an earlier state can be had again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from zhiping.applications import rules
from zhiping.applications.models import Application, Snapshot
from zhiping.applications.queries import secrets
from zhiping.asking import prepared
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.journal import actions as journal
from zhiping.programmes.models import Edition


def keep(application: Application, *, by: Actor, at: datetime) -> None:
    """Keep the working copy of a locked case as it stands now, private values sealed.

    What one person writes within some minutes is one snapshot, overwritten as it goes on; older ones are thinned out.
    Side effects in order: Snapshot written or overwritten; old ones deleted when a new one was begun.
    """
    content = application.content
    last = _newest.first(application.pk)
    if last is not None and last.answers == content.answers and not last.is_closed:
        return
    sealed = secrets.seal_all(application)
    goes_on = last is not None and not last.is_closed and last.saved_by_id == by.user_id
    if last is not None and goes_on and at - last.begun_at < rules.SITTING:
        last.answers, last.sealed, last.revision, last.saved_at = content.answers, sealed, content.revision, at
        last.save(update_fields=["answers", "sealed", "revision", "saved_at"])
        return
    Snapshot.objects.create(
        application=application,
        answers=content.answers,
        sealed=sealed,
        revision=content.revision,
        begun_at=at,
        saved_at=at,
        saved_by_id=by.user_id,
    )
    gone = rules.to_forget(_moments(application.pk))
    if gone:
        application.snapshots.filter(pk__in=gone).delete()


@prepared
def _newest(application_id: int) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(application_id=application_id).order_by("-pk")[:1]


@prepared
def _moments(application_id: int) -> QuerySet[Snapshot, tuple[int, datetime]]:
    return Snapshot.objects.filter(application_id=application_id).order_by("pk").values_list("pk", "saved_at")


def close(application: Application) -> None:
    """Let later words begin another snapshot, so that the newest one stays as it is."""
    newest = _newest.first(application.pk)
    if newest is not None:
        newest.is_closed = True
        newest.save(update_fields=["is_closed"])


@transaction.atomic
def forget_snapshots(*, edition: Edition, at: datetime) -> int:
    """Delete earlier states of an edition's drafts that are older than the installation keeps them.

    The working copy, frozen versions and receipts stay. Side effects in order: Snapshot rows deleted; journal entry
    with their number, where there were any. Args: at: the edition's instant. Returns: how many.
    Source: requirements J3 (retention and deletion job).
    """
    old = Snapshot.objects.filter(application__edition=edition, saved_at__lt=at - settings.KEEP_SNAPSHOTS)
    count, _rows = old.delete()
    if count:
        facts: dict[str, Any] = {"count": count, "days": settings.KEEP_SNAPSHOTS.days}
        subject = f"edition:{edition.pk}"
        journal.write(
            "applications.forget_snapshots", subject=subject, edition_key=edition.key, by=SYSTEM, at=at, **facts
        )
    return count
