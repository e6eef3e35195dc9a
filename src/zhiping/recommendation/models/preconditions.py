"""What a recommending unit hands in before it may recommend."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.files.models import StoredFile
from zhiping.programmes.models import Recommender


class Precondition(models.Model):
    """Something a recommender must have handed in before it may recommend: activity summary, statistics table (D2)."""

    recommender = models.ForeignKey(Recommender, on_delete=models.CASCADE, related_name="preconditions")
    kind = models.CharField(max_length=40, help_text="id in the edition: activity_summary, statistics_table")
    text = models.TextField(blank=True)
    figures = models.JSONField(default=dict, help_text="figure → number as text, as typed")
    remark = models.TextField(blank=True, help_text="explains what is unusual in the figures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recommender", "kind"], name="precondition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recommender} {self.kind}"
