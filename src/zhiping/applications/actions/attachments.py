"""Hand in files under the edition's file rules, and take them back before submission."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.actions import voiding
from zhiping.applications.models import Application, Attachment
from zhiping.applications.queries import uploading, window_of
from zhiping.applications.queries.facts import standing_files
from zhiping.asking import forget
from zhiping.core.definition.schema import FileRule
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import NotFound, RuleViolation, listing
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.files import actions as files
from zhiping.files import queries as stored_files
from zhiping.files.models import StoredFile
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes

MINUTE = 60


@transaction.atomic
def attach(
    *,
    application_id: int,
    rule_id: str,
    name: str,
    content: BinaryIO | bytes,
    replaces: int | None = None,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Hand in one file; the limits are the edition's, the type is found from the content.

    Side effects in order: StoredFile; the replaced Attachment removed, its file kept; Attachment; a standing opinion
    voided; journal entry.
    Args: replaces: id of the attachment under the same rule that gives way.
    Raises: NotFound for an unknown rule or an attachment that does not stand; NotAllowed; RuleViolation of files.store,
    "file.kind_not_taken" | "file.too_many" | "file.too_many_pages" | "window.closed".
    Source: definitions/<programme>/<year>/programme.yaml#files.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.ATTACHMENTS)
    lifecycle.read_along(application)
    rule = uploading.takes(application, rule_id, at, replaces=replaces)
    stored = files.store(name=name, content=content, max_bytes=rule.max_bytes, by=by, at=at)
    check_against(rule, stored)
    if replaces is not None:
        application.attachments.filter(pk=replaces).update(removed_at=at, removed_by=by.person_id)
    attachment = Attachment.objects.create(
        application=application,
        rule_id=rule_id,
        file=stored,
        added_at=at,
        added_by_id=by.person_id,
        replaces_id=replaces,
    )
    forget(application, standing_files)
    voiding.void_endorsement(application, by=by, at=at)
    facts: dict[str, object] = {"rule": rule_id, "sha256": stored.sha256, "name": stored.name}
    facts |= {} if replaces is None else {"replaces": replaces}
    _write("applications.attach", application, by, at, **facts)
    return attachment


@transaction.atomic
def attach_uploaded(
    *,
    application_id: int,
    rule_id: str,
    upload_id: int,
    root: str,
    replaces: int | None = None,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Hand in a file that came piece by piece; done twice, because the first answer was lost, it is done once.

    Args: root: SHA-256 of the pieces' SHA-256, as the sender has them.
    Side effects in order: those of `attach`; the upload is concluded.
    Raises: as `attach`; RuleViolation("upload.elsewhere" | "upload.changed").
    """
    purpose = uploading.purpose(application_id, rule_id)
    with files.assembled(upload_id=upload_id, purpose=purpose, root=root, by=by) as (upload, whole):
        if whole is None:
            return Attachment.objects.get(application_id=application_id, file=upload.file)
        done = attach(
            application_id=application_id,
            rule_id=rule_id,
            name=upload.name,
            content=whole,
            replaces=replaces,
            by=by,
            at=at,
        )
        files.conclude(upload, done.file)
    return done


def check_against(rule: FileRule, stored: StoredFile) -> None:
    """Refuse a stored file that a file rule does not take.

    Raises: RuleViolation("file.kind_not_taken" | "file.too_many_pages" | "file.too_long").
    """
    kind = stored_files.kind_of(stored)
    if kind not in {str(k) for k in rule.kinds}:
        raise RuleViolation(
            "file.kind_not_taken", label=rule.label, label_en=rule.label_en, **listing("kinds", map(str, rule.kinds))
        )
    if rule.max_pages is not None and stored.pages is not None and stored.pages > rule.max_pages:
        raise RuleViolation(
            "file.too_many_pages", label=rule.label, label_en=rule.label_en, limit=rule.max_pages, pages=stored.pages
        )
    if rule.max_minutes is not None and stored.seconds is not None and stored.seconds > rule.max_minutes * MINUTE:
        plays = -(-stored.seconds // MINUTE)
        raise RuleViolation(
            "file.too_long", label=rule.label, label_en=rule.label_en, limit=rule.max_minutes, minutes=plays
        )


@transaction.atomic
def detach(*, application_id: int, attachment_id: int, by: Actor, at: datetime) -> None:
    """Take a file back; the row stays for the record.

    Raises: NotFound; NotAllowed; RuleViolation("window.closed").
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.ATTACHMENTS)
    for stage in programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION):
        rules.check_window(window_of(application, stage.id), at)
    found = application.attachments.filter(pk=attachment_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    found.removed_at, found.removed_by_id = at, by.person_id
    found.save(update_fields=["removed_at", "removed_by"])
    forget(application, standing_files)
    voiding.void_endorsement(application, by=by, at=at)
    _write("applications.detach", application, by, at, rule=found.rule_id, attachment=found.pk)


def _write(act: str, application: Application, by: Actor, at: datetime, **facts: object) -> None:
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(act, subject=subject, edition_key=key, reason="", by=by, at=at, **facts)
