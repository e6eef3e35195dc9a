"""Facts of the first stage: sign-up, the unit's opinion, receipts, extensions, wishes for recusal."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.applications.models.case import Application
from zhiping.applications.models.content import Version
from zhiping.files.models import StoredFile
from zhiping.organisations.models import Organisation, Team
from zhiping.programmes.models import Edition


class SignUp(models.Model):
    """A unit or team signed up to an edition, where the edition has that step (C1)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sign_ups")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    signed_up_at = models.DateTimeField()
    signed_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "organisation", "team"], nulls_distinct=False, name="signed_up_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.organisation}"


class OpinionDraft(models.Model):
    """What the unit has typed of its opinion, so that the sheet can be printed with it before it is sealed."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="opinion_draft")
    opinion = models.TextField(blank=True)
    scores = models.JSONField(default=dict, help_text="item id → points as typed")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id} opinion draft"


class SealedSheet(models.Model):
    """A sealed sheet that was handed in for one content, and what the machine saw on it (D1)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sealed_sheets")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, help_text="of the content it was handed in for")
    code_read = models.BooleanField(help_text="the code of this content was read on it")
    seal_seen = models.BooleanField(help_text="the print of a red seal was seen on it")
    signer = models.CharField(max_length=200, blank=True, help_text="whose valid electronic seal it bears")
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} sealed sheet"

    @property
    def is_sealed(self) -> bool:
        """Tell whether a seal was seen, of ink or electronic."""
        return self.seal_seen or bool(self.signer)

    @property
    def is_plain(self) -> bool:
        """Tell whether the machine saw all it looked for, so that nobody must vouch for the sheet."""
        return self.code_read and self.is_sealed


class Endorsement(models.Model):
    """The unit's self-evaluation and sealed opinion on one frozen version (D1). A later change voids it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="endorsements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    opinion = models.TextField()
    scores = models.JSONField(default=dict, help_text="item id → points, on the edition's scorecard")
    total_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    sealed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sheet = models.ForeignKey(SealedSheet, on_delete=models.PROTECT, null=True, related_name="+")
    vouched = models.BooleanField(
        default=False, help_text="the person confirmed a sheet on which the machine saw no code or no seal"
    )
    endorsed_at = models.DateTimeField()
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(voided_at__isnull=True), name="one_standing_endorsement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} endorsed"


class Receipt(models.Model):
    """Proof of submission: number, instant, content hash. The key makes submitting idempotent (C5)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="receipts")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="receipt")
    key = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=40)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.number} {self.at:%F %T}"


class Extension(models.Model):
    """An individual extension of one stage's close: a reason and a second person (C5)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="extensions")
    stage_id = models.CharField(max_length=60)
    until_at = models.DateTimeField()
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="extension_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.stage_id} until {self.until_at:%F %T}"


class AvoidanceRequest(models.Model):
    """An expert whom the applicant asks not to judge the case, with the reason (F3)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="avoidances")
    expert_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} avoid {self.expert_name}"
