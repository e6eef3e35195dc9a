"""The inbox and the outbox. A key makes every message happen at most once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One message to one person, in the site and, if wanted, by mail."""

    key = models.CharField(max_length=160, unique=True, help_text="what happened, about what, to whom: once only")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inbox")
    code = models.CharField(max_length=60, help_text="template, such as screening.supplement_requested")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["to", "-created_at", "-id"], name="inbox_by_time")
        ]

    def __str__(self) -> str:
        return self.subject


class OutboxMail(models.Model):
    """The mail of a message: claimed before it is handed to the mail host, so that it leaves at most once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发")
        CLAIMED = "claimed", _("发送中")
        SENT = "sent", _("已发")
        FAILED = "failed", _("失败")
        DROPPED = "dropped", _("不再发送")

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="mail")
    address = models.EmailField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.address}: {self.message}"
