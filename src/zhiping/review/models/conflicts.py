"""Conflicts of interest (F3)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application
from zhiping.experts.models import Expert


class Conflict(models.Model):
    """A conflict between an expert and a case, found or declared, with its evidence. Until dismissed it binds."""

    class Source(models.TextChoices):
        REGISTER = "register", _("系统比对")
        EXPERT = "expert", _("专家申明")
        OFFICE = "office", _("秘书处认定")
        APPLICANT = "applicant", _("申报方提出")

    class State(models.TextChoices):
        FOUND = "found", _("待认定")
        CONFIRMED = "confirmed", _("已认定")
        DISMISSED = "dismissed", _("不成立")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=40, help_text="same_organisation, same_group, former_employer …")
    source = models.CharField(max_length=10, choices=Source)
    state = models.CharField(max_length=10, choices=State, default=State.FOUND)
    is_certain = models.BooleanField(default=True)
    evidence = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "expert", "kind", "source"], name="one_conflict_of_a_kind_and_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} × {self.application_id}: {self.kind}"
