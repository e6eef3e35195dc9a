"""Everything a recommending unit hands in together: its sealed sheets, and the whole as it stood."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.files.models import StoredFile
from zhiping.programmes.models import Recommender


class PackageFile(models.Model):
    """A file of the package, such as the sealed scan of the recommendation form."""

    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, related_name="package_files")
    rule_id = models.CharField(max_length=64, help_text="of the edition's files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sheet_hash = models.CharField(max_length=64, blank=True, help_text="of the sheet that was made to be sealed")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    code_read = models.BooleanField(default=False, help_text="the sheet's own code was seen on it")
    seal_seen = models.BooleanField(default=False, help_text="a red seal was seen on it")
    signer = models.CharField(max_length=200, blank=True, help_text="of a valid electronic seal")
    voided_at = models.DateTimeField(null=True, help_text="when the sheet that it seals had changed")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.recommender} {self.rule_id}"


class Package(models.Model):
    """A package handed in, frozen as it stood; what the office has returned stays for the record."""

    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, related_name="packages")
    number = models.CharField(max_length=40, unique=True)
    content = models.JSONField(help_text="statistics, sheets and files as handed in")
    content_hash = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    returned_reason = models.TextField(blank=True)
    again_until = models.DateTimeField(null=True, help_text="until when it may be handed in again")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["recommender"], condition=models.Q(returned_at__isnull=True), name="one_standing_package"
            ),
            models.CheckConstraint(
                condition=models.Q(returned_at__isnull=True) | ~models.Q(returned_reason=""),
                name="returned_package_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number
