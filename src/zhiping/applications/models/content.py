"""What the applicant wrote: one working copy, numbered frozen versions, attachments, private values."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.applications.models.case import Application
from zhiping.files.models import StoredFile


class Content(models.Model):
    """The working copy. `revision` rises with each save, so that two tabs never overwrite each other silently."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="content")
    answers = models.JSONField(default=dict)
    eligibility = models.JSONField(default=dict, help_text="eligibility rule id → true, false, a date or years")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id} r{self.revision}"


class Snapshot(models.Model):
    """How a draft stood after somebody had written at it for some minutes; thinned out as it grows old."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="snapshots")
    answers = models.JSONField()
    sealed = models.BinaryField(help_text="the private values behind the masks, encrypted")
    revision = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_closed = models.BooleanField(default=False, help_text="later words begin another one")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} r{self.revision}"


class Version(models.Model):
    """A frozen copy of answers and attachments with its hash: what is endorsed, submitted and judged. Append-only."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    dimensions = models.JSONField()
    attachments = models.JSONField(help_text="rule id, name, sha256, size of each file, in order")
    content_hash = models.CharField(max_length=64)
    occasion = models.CharField(max_length=30, help_text="endorsement, submission, supplement")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.number}"


class Attachment(models.Model):
    """A file of the case under one of the edition's file rules; removed ones stay for the record."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    rule_id = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replaced_by")

    class Meta:
        ordering: ClassVar[list[str]] = ["rule_id", "id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.rule_id}: {self.file}"


class PrivateValue(models.Model):
    """A personal datum (ID number …), encrypted apart from the answers; the answers hold only its mask (J3)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="private_values")
    field_path = models.CharField(max_length=120)
    ciphertext = models.BinaryField()
    fingerprint = models.CharField(
        max_length=24, default="", help_text="keyed, so that a change changes the content hash"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "field_path"], name="one_private_value_a_field"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.field_path}"
