"""What a round produces: sessions, hand-ins, votes, merged results."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.applications.models import Application
from zhiping.experts.models import Expert
from zhiping.files.models import StoredFile
from zhiping.programmes.models import Edition
from zhiping.review.models.scorecards import Panel


class Session(models.Model):
    """A presentation or defence session of one panel; its order is drawn from a published seed (G5)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sessions")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="sessions")
    round_id = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    room = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField(null=True)
    slot_minutes = models.PositiveSmallIntegerField(default=15)
    seed = models.CharField(max_length=80, blank=True)
    drawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class SessionItem(models.Model):
    """One case's place in a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="session_items")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "place"], name="one_case_a_place"),
            models.UniqueConstraint(fields=["session", "application"], name="case_once_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session} #{self.place}"


class HandIn(models.Model):
    """A file asked for between rounds, such as the presentation video of a benchmark candidate (C4)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hand_ins")
    stage_id = models.CharField(max_length=60)
    rule_id = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id} {self.rule_id}"


class Vote(models.Model):
    """One member's vote in a deliberation (G4); a later vote replaces the earlier while the item is open."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="panel_votes")
    round_id = models.CharField(max_length=60)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="votes")
    level = models.CharField(max_length=40, blank=True, help_text="level voted for; empty means none")
    reason = models.TextField(blank=True)
    voted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "round_id", "expert"], name="one_vote_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.expert}: {self.level}"


class RoundResult(models.Model):
    """The merged result of one case in one round, with every mark, so that the published formula gives it again."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="round_results")
    round_id = models.CharField(max_length=60)
    merged_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    marks = models.JSONField(default=list, help_text="per expert: id, total, kept or why not")
    rank = models.PositiveIntegerField(null=True)
    rank_group = models.CharField(max_length=120, blank=True)
    proposed_level = models.CharField(max_length=40, blank=True)
    advanced = models.BooleanField(null=True)
    visit_requested = models.BooleanField(default=False, help_text="the panel asks for a site visit")
    reason = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "round_id"], name="one_result_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.round_id}: {self.merged_points}"
