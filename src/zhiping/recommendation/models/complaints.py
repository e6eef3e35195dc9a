"""Complaints about fees: what was said, what the office found, what two of its people decided (D5)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.files.models import StoredFile
from zhiping.programmes.models import Recommender


class Complaint(models.Model):
    """A complaint about a recommending unit. Who complains is encrypted and shown only to the office."""

    class State(models.TextChoices):
        OPEN = "open", _("核查中")
        PROPOSED = "proposed", _("待第二人确认")
        PROVEN = "proven", _("属实")
        REFUTED = "refuted", _("不属实")

    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, related_name="complaints")
    misconduct = models.CharField(max_length=64, help_text="id in the edition's route.misconduct")
    code = models.CharField(max_length=20, unique=True, help_text="what the complainant keeps to follow the case")
    identity = models.BinaryField(help_text="name, unit, contact: encrypted; empty ones where nobody is named")
    grounds = models.TextField()
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", help_text="the office itself"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True, help_text="finding and reasons, as the complainant and the unit read them")
    proposed_proven = models.BooleanField(default=False)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True)
                | (~models.Q(answer="") & ~models.Q(decided_by=models.F("proposed_by"))),
                name="complaint_is_decided_by_two_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ComplaintNote(models.Model):
    """An entry of the case file: what the office asked, heard and found."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.text[:20]}"
