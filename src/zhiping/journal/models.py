"""The journal's one table. The database itself refuses update, delete and truncate (see migrations)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One official act: who, as whom, what, about what, why, when (J2)."""

    at = models.DateTimeField(help_text="the instant the act counts for, UTC")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False, help_text="the server's own instant")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    scope_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=60, help_text="stable code such as applications.submit")
    edition_key = models.CharField(max_length=80, blank=True, db_index=True)
    subject = models.CharField(max_length=80, db_index=True, help_text="kind:id, such as application:12")
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
