"""Publication, certificates, forwarding (H3-H5)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiping.applications.models import Application
from zhiping.files.models import StoredFile
from zhiping.programmes.models import Edition


class Publication(models.Model):
    """A released list of an edition; release takes two people. A later one carries what an objection had held up."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="publications")
    title = models.CharField(max_length=160, blank=True, default="")
    document_number = models.CharField(max_length=60, blank=True)
    rows = models.JSONField()
    list_hash = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True) | ~models.Q(released_by=models.F("prepared_by")),
                name="release_takes_two_people",
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(released_at__isnull=True), name="one_publication_prepared"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.released_at or '—'}"


class CertificateSeries(models.Model):
    """How far one series of certificate numbers has counted; its row is locked while a number is taken."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="certificate_series")
    pattern = models.CharField(max_length=80, unique=True)
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "certificate series"

    def __str__(self) -> str:
        return f"{self.pattern} {self.last_serial}"


class Certificate(models.Model):
    """A certificate with an exactly-once number and a code that a stranger can check (H4)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=60, unique=True)
    code = models.CharField(max_length=24, unique=True, help_text="verification code in the QR")
    facts = models.JSONField(help_text="everything printed on it")
    facts_hash = models.CharField(max_length=64)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(revoked_at__isnull=True), name="one_valid_certificate"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Forwarding(models.Model):
    """An outcome sent on to the next level (H5)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="forwardings")
    to = models.CharField(max_length=60)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, help_text="the applicant completed the material")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "to"], name="forwarded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.to}"
