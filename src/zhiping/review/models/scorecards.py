"""Panels, assignments and what each expert wrote."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application
from zhiping.experts.models import Expert
from zhiping.programmes.models import Edition


class Panel(models.Model):
    """A group of experts for one round of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="panels")
    round_id = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    domains = models.JSONField(default=list, help_text="domain ids it serves; empty means all")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "round_id", "name"], name="panel_name_once_a_round"),
        ]

    def __str__(self) -> str:
        return self.name


class PanelMember(models.Model):
    """An expert appointed to a panel."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="panels")
    is_leader = models.BooleanField(default=False)
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "expert"], name="expert_once_a_panel"),
            models.UniqueConstraint(fields=["panel"], condition=models.Q(is_leader=True), name="one_leader_a_panel"),
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.expert}"


class Assignment(models.Model):
    """One expert judging one case in one round. Recusal ends it; an ended one never comes back to life."""

    class Origin(models.TextChoices):
        SOLVER = "solver", _("系统分配")
        MANUAL = "manual", _("人工指定")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="assignments")
    round_id = models.CharField(max_length=60)
    stage_id = models.CharField(max_length=60, help_text="the state in which the case is judged; access ends with it")
    origin = models.CharField(max_length=10, choices=Origin)
    alias = models.CharField(max_length=20, help_text="how a blind page calls the case, such as B-14")
    reason = models.TextField(blank=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "expert", "round_id"],
                condition=models.Q(ended_at__isnull=True),
                name="assigned_once_a_round",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["expert", "round_id"], name="assignment_by_expert"),
        ]

    def __str__(self) -> str:
        return f"{self.expert} → {self.application_id} ({self.round_id})"


class Scorecard(models.Model):
    """An expert's points and words on one assignment; immutable once submitted, until reopened by the office."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="scorecard")
    entries = models.JSONField(default=dict, help_text="item id → points as text, exact decimals")
    total_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    opinion = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    improvements = models.TextField(blank=True)
    proposed_level = models.CharField(max_length=40, blank=True)
    knows_applicant = models.BooleanField(default=False, help_text="the expert recognised the applicant")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(total_points__isnull=False),
                name="submitted_scorecard_has_a_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.total_points}"
