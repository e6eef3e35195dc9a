"""Colleagues who write at the same draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions
from zhiping.applications.models import Application
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.organisations import queries as organisations


@transaction.atomic
def add_editor(*, application_id: int, user_id: int, by: Actor, at: datetime) -> Application:
    """Let a colleague of the same unit write at the draft too; twice changes nothing.

    Side effects in order: editor added; journal entry.
    Raises: NotFound for who does not apply for this unit; NotAllowed.
    Source: requirements C3.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    if user_id not in organisations.people(application.organisation_id, "applicant"):
        raise NotFound
    if user_id != application.created_by_id and not application.editors.filter(pk=user_id).exists():
        application.editors.add(user_id)
        _write("applications.add_editor", application, user_id, by, at)
    return application


@transaction.atomic
def remove_editor(*, application_id: int, user_id: int, by: Actor, at: datetime) -> Application:
    """Take a colleague off the draft; what was written stays.

    Raises: NotFound for who is no editor; NotAllowed.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    if not application.editors.filter(pk=user_id).exists():
        raise NotFound
    application.editors.remove(user_id)
    _write("applications.remove_editor", application, user_id, by, at)
    return application


def _write(act: str, application: Application, user_id: int, by: Actor, at: datetime) -> None:
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(act, subject=subject, edition_key=key, by=by, at=at, person=user_id)
