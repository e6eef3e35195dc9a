"""Stored bytes and what was found out about them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One immutable file. Replacing a file stores another; the bytes of a row never change."""

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", _("未扫描")
        CLEAN = "clean", _("已扫描")
        QUARANTINED = "quarantined", _("待病毒扫描")
        INFECTED = "infected", _("含有病毒")
        OVERSIZE = "oversize", _("过大，扫描程序不接受")

    name = models.CharField(_("文件名"), max_length=255)
    path = models.CharField(max_length=120, help_text="inside the storage: sha256-named, never the person's name")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(help_text="bytes")
    content_type = models.CharField(max_length=100, help_text="found from the content, not from the name")
    pages = models.PositiveIntegerField(null=True, help_text="for documents that have pages")
    seconds = models.PositiveIntegerField(null=True, help_text="how long a video plays, where it says so")
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.UNSCANNED)
    scan_found = models.CharField(max_length=200, default="", help_text="what the scanner called it")
    preview = models.CharField(max_length=120, default="", help_text="inside the storage: a small picture of it")
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="file_size_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=models.Q(scan="quarantined"), name="files_in_quarantine"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_held(self) -> bool:
        """Tell whether nobody gets its bytes: it waits for the virus scan, or did not pass it."""
        return self.scan in (self.Scan.QUARANTINED, self.Scan.INFECTED)


class Upload(models.Model):
    """A large file on its way, piece by piece; its bytes stand apart until it is whole (C4)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=160, help_text="what it is for, in the words of who finishes it")
    name = models.CharField(_("文件名"), max_length=255)
    size = models.BigIntegerField(help_text="bytes, as its sender announced")
    mark = models.CharField(max_length=64, help_text="by which its sender knows the same file again")
    received = models.BigIntegerField(default=0, help_text="bytes that are here, from the beginning without a gap")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "purpose", "mark"], condition=models.Q(file=None), name="one_upload_of_a_file"
            ),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, received__lte=models.F("size")), name="upload_within_its_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"
