"""Stories: published outcomes shown with consent (H6)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.applications.models import Application


class Story(models.Model):
    """One outcome told to everybody. Nothing is public without the applicant's consent and the office's release."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="story")
    title = models.CharField(max_length=120)
    summary = models.TextField()
    body = models.TextField(blank=True)
    consented_at = models.DateTimeField(null=True)
    consented_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "stories"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(consented_at__isnull=False),
                name="no_story_without_consent",
            ),
        ]

    def __str__(self) -> str:
        return self.title
