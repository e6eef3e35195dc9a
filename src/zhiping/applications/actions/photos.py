"""The photo a form asks for: kept as a file of the case, named by the answer."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.actions import voiding
from zhiping.applications.models import Attachment
from zhiping.applications.queries import completeness, window_of
from zhiping.applications.queries.facts import standing_files
from zhiping.asking import forget
from zhiping.core.definition.schema import Field as Question
from zhiping.core.definition.vocabulary import FieldKind, StageKind
from zhiping.core.errors import NotFound, RuleViolation, listing
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.files import actions as files
from zhiping.files import ports as inspecting
from zhiping.files.rules import photos
from zhiping.files.rules.found import as_stream, size_of
from zhiping.files.rules.photos import Crop
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes

LARGEST = 5 * 1024 * 1024
KINDS = ("jpg", "png")
WHOLE = Crop()


@transaction.atomic
def attach_photo(
    *,
    application_id: int,
    field_id: str,
    name: str,
    content: BinaryIO | bytes,
    crop: Crop = WHOLE,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Put a photo, cut to the size on paper, in the place that the form has for it; an earlier one is taken out.

    Only the cut is kept: what stands beside it in the picture, and what the camera wrote, is nobody's business.
    Side effects in order: StoredFile; the earlier Attachment removed; Attachment; the answer names the file; a
    standing opinion voided; journal entry.
    Raises: NotFound for a field that is no photo; NotAllowed; RuleViolation of files.store, "file.kind_not_taken" |
    "photo.too_small" | "window.closed" | "window.not_open".
    Source: excellence-2024 附件3 (两寸照片); limits are a default.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.ATTACHMENTS)
    for stage in programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION):
        rules.check_window(window_of(application, stage.id), at)
    asked = next((f for f in completeness.form_of(application).fields() if f.id == field_id), None)
    if asked is None or asked.kind != FieldKind.PHOTO:
        raise NotFound
    stored = files.store(name=name, content=_cut(asked, content, crop), max_bytes=LARGEST, by=by, at=at)
    rule_id = f"photo.{field_id}"
    application.attachments.filter(rule_id=rule_id, removed_at__isnull=True).update(
        removed_at=at, removed_by=by.person_id
    )
    attachment = Attachment.objects.create(
        application=application, rule_id=rule_id, file=stored, added_at=at, added_by_id=by.person_id
    )
    forget(application, standing_files)
    written = lifecycle.lock_content(application)
    written.answers = {**written.answers, field_id: str(stored.pk)}
    written.revision += 1
    written.saved_at, written.saved_by_id = at, by.user_id
    written.save(update_fields=["answers", "revision", "saved_at", "saved_by"])
    voiding.void_endorsement(application, by=by, at=at)
    journal.write(
        "applications.attach_photo",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
        field=field_id,
        sha256=stored.sha256,
    )
    return attachment


def _cut(asked: Question, content: BinaryIO | bytes, crop: Crop) -> bytes:
    stream = as_stream(content)
    if size_of(stream) > LARGEST:
        raise RuleViolation("file.too_large", limit_mb=LARGEST // 1024 // 1024)
    if inspecting.inspect(stream).kind not in KINDS:
        raise RuleViolation(
            "file.kind_not_taken", label=asked.label, label_en=asked.label_en, **listing("kinds", KINDS)
        )
    return photos.cut(stream, millimetres=asked.photo_mm, crop=crop)
