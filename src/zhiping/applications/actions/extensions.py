"""An individual extension: asked for with a reason, confirmed by a second person (C5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.models import Extension
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal


@transaction.atomic
def ask_extension(
    *, application_id: int, stage_id: str, until_at: datetime, reason: str, by: Actor, at: datetime
) -> Extension:
    """Ask for more time for one case; it counts only once a second person has confirmed it.

    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "extension.in_the_past").
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EXTEND, Field.CASE)
    rules.check_reason(reason)
    if until_at <= at:
        raise RuleViolation("extension.in_the_past")
    extension = Extension.objects.create(
        application=application,
        stage_id=stage_id,
        until_at=until_at,
        reason=reason.strip(),
        asked_by_id=by.person_id,
        asked_at=at,
    )
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(
        "applications.ask_extension", subject=subject, edition_key=key, reason=reason, by=by, at=at, until=until_at
    )
    return extension


@transaction.atomic
def confirm_extension(*, extension_id: int, by: Actor, at: datetime) -> Extension:
    """Confirm a colleague's request for more time.

    Raises: NotFound; NotAllowed; RuleViolation("extension.same_person" | "extension.confirmed_already").
    """
    found = Extension.objects.filter(pk=extension_id).first()
    if found is None:
        raise NotFound
    application = lifecycle.lock(found.application_id)
    extension = Extension.objects.select_for_update(no_key=True).get(pk=extension_id)
    permissions.require(by, application, Verb.EXTEND, Field.CASE)
    if extension.asked_by_id == by.user_id:
        raise RuleViolation("extension.same_person")
    if extension.confirmed_at is not None:
        raise RuleViolation("extension.confirmed_already")
    extension.confirmed_by_id, extension.confirmed_at = by.user_id, at
    extension.save(update_fields=["confirmed_by", "confirmed_at"])
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(
        "applications.confirm_extension",
        subject=subject,
        edition_key=key,
        reason=extension.reason,
        by=by,
        at=at,
        until=extension.until_at,
    )
    return extension
