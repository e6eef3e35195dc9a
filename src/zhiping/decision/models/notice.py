"""Public notice and objections (H2)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application
from zhiping.files.models import StoredFile
from zhiping.programmes.models import Edition


class PublicNotice(models.Model):
    """A frozen list shown to the public for N calendar days."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="notices")
    stage_id = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    days = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    list_hash = models.CharField(max_length=64)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "stage_id"], name="one_notice_a_stage"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeItem(models.Model):
    """One row of the frozen list, as shown."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notice_items")
    level = models.CharField(max_length=40)
    row = models.JSONField(help_text="the columns as shown")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "application"], name="case_once_a_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.application_id}"


class Objection(models.Model):
    """A real-name objection inside the period. The objector's identity is encrypted and shown only to the office."""

    class State(models.TextChoices):
        OPEN = "open", _("核查中")
        UPHELD = "upheld", _("成立")
        REFUSED = "refused", _("不成立")

    item = models.ForeignKey(NoticeItem, on_delete=models.PROTECT, related_name="objections")
    code = models.CharField(max_length=20, unique=True, help_text="what the objector keeps to follow the case")
    identity = models.BinaryField(help_text="name, unit, contact: encrypted")
    grounds = models.TextField()
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at__isnull=True)
                | (~models.Q(state="open") & models.Q(settled_at__isnull=False) & ~models.Q(answer="")),
                name="settled_objection_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.code
