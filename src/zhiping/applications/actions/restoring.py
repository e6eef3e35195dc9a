"""Bring back how a draft stood earlier, whole or by field; what stood in between is kept too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions
from zhiping.applications.actions import snapshots
from zhiping.applications.actions.drafts import save_answers
from zhiping.applications.models import Content
from zhiping.applications.queries import history
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal


@transaction.atomic
def restore(*, application_id: int, snapshot_id: int, fields: Collection[str], by: Actor, at: datetime) -> Content:
    """Write the chosen fields of an earlier state as a new revision of the draft.

    Photos are files and stay as they are. Side effects in order: the newest snapshot closed; those of `save_answers`;
    journal entry.
    Args: fields: ids of the form's fields; others stay as they stand now.
    Raises: NotFound; NotAllowed; RuleViolation("history.nothing_chosen" | "window.closed" | "window.not_open").
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    snapshot = history.snapshot_of(application, snapshot_id)
    answers = history.answers_of(application, snapshot, fields)
    if not answers:
        raise RuleViolation("history.nothing_chosen")
    snapshots.close(application)
    revision = application.content.revision
    content = save_answers(application_id=application.pk, answers=answers, revision=revision, by=by, at=at)
    journal.write(
        "applications.restore",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
        snapshot=snapshot.pk,
        fields=sorted(set(fields) & set(answers)),
    )
    return content
