"""Paper that belongs to a case: the bound bundle to print, the copies that came in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models.case import Application
from zhiping.files.models import StoredFile


class Bundle(models.Model):
    """Form and evidence of one content as one PDF (C7). Made at once when small, by a job when large."""

    class State(models.TextChoices):
        WAITING = "waiting", _("正在装订")
        READY = "ready", _("已装订")
        FAILED = "failed", _("装订失败")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="bundles")
    content_hash = models.CharField(max_length=64)
    is_draft = models.BooleanField(help_text="printed with the draft mark, before submission")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total_pages = models.PositiveIntegerField(default=0, help_text="as far as known while it is being bound")
    done_pages = models.PositiveIntegerField(default=0)
    unprinted = models.JSONField(default=list, help_text="names of the files that it only lists")
    problem = models.JSONField(default=dict, help_text="code and facts of the refusal, where it failed")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "content_hash", "is_draft"], name="one_bundle_a_content"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} bundle"


class PaperCopy(models.Model):
    """A bound paper copy that the office has received and scanned; one taken back stays for the record."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="paper_copies")
    number = models.PositiveSmallIntegerField(help_text="first, second … copy")
    version = models.PositiveIntegerField(help_text="number of the version it was printed of")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["application", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "number"],
                condition=models.Q(taken_back_at__isnull=True),
                name="one_standing_copy_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} copy {self.number}"
