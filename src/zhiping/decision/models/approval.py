"""Proposal, committee, guiding units (H1)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application
from zhiping.programmes.models import Edition


class Proposal(models.Model):
    """The level proposed to the committee, from the level rule or changed by a person with a reason."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="proposal")
    level = models.CharField(max_length=40, blank=True, help_text="empty: proposed for no level")
    basis = models.JSONField(default=dict, help_text="points, rank, group, rule")
    reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id} → {self.level or '—'}"


class CommitteeVote(models.Model):
    """One committee member's vote: for the level then proposed, or for another. What is proposed later changes none."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="committee_votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    level = models.CharField(max_length=40, blank=True, help_text="the level voted for, empty for none")
    reason = models.TextField(blank=True)
    voted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "member"], name="one_committee_vote_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.agrees}"


class Resolution(models.Model):
    """What the committee resolved for one case; every change of level carries its reason."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="resolution")
    level = models.CharField(max_length=40, blank=True)
    changed_from = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    resolved_at = models.DateTimeField()
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.level or '—'}"


class SignOff(models.Model):
    """A guiding unit's word on the resolved list, bound to the list's hash."""

    class Verdict(models.TextChoices):
        AGREED = "agreed", _("同意")
        RETURNED = "returned", _("退回")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sign_offs")
    body = models.CharField(max_length=120, help_text="the guiding unit, as the edition names it")
    list_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict)
    comment = models.TextField(blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "body", "list_hash"], name="one_sign_off_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.verdict}"
