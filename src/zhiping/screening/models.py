"""Findings of the formal check, its results, and whose each case is (E1)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application
from zhiping.files.models import StoredFile


class Finding(models.Model):
    """One thing found, by the machine or by a person, with its clause, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        ASKED = "asked", _("待补正")
        ANSWERED = "answered", _("已回复")
        RESOLVED = "resolved", _("已解决")
        DISMISSED = "dismissed", _("不成立")
        REPEATED = "repeated", _("未解决，已另列")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="findings")
    item_id = models.CharField(max_length=60, blank=True, help_text="checklist item of the edition; empty if free")
    by_machine = models.BooleanField(default=False)
    text = models.TextField()
    clause = models.CharField(max_length=120, blank=True)
    blocking = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    round_number = models.PositiveSmallIntegerField(default=1)
    file_rule = models.CharField(max_length=60, blank=True, help_text="the edition's file that mends it; empty if none")
    like = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="+", help_text="the case it is like, if any"
    )
    due_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    reply_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_reason = models.TextField(
        blank=True, help_text="why it does not hold or is settled; empty if the machine says"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["application", "state"], name="finding_standing")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=("resolved", "dismissed", "repeated"), closed_at__isnull=False)
                | models.Q(state__in=("open", "asked", "answered"), closed_at__isnull=True),
                name="finding_closed_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="asked") | models.Q(due_at__isnull=False), name="finding_asked_has_its_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.text[:40]}"


class Result(models.Model):
    """A result of the check. A refusal needs reasons and a second person."""

    class Verdict(models.TextChoices):
        PASSED = "passed", _("通过")
        SUPPLEMENT = "supplement", _("补正")
        FAILED = "failed", _("不通过")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="screening_results")
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("given_by")),
                name="refusal_takes_two_people",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="result_has_its_reason"),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(verdict="failed", confirmed_at__isnull=True, set_aside_at__isnull=True),
                name="one_refusal_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.verdict}"


class Docket(models.Model):
    """One case on the desk of the formal check: whose it is, and when the machine last looked at it."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="docket")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="dockets")
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(officer__isnull=True) | models.Q(given_at__isnull=False),
                name="docket_given_at_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.officer_id}"


class Sentence(models.Model):
    """The mark of one sentence of a case, by which the same words are found in another (E2)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    mark = models.BigIntegerField(db_index=True, help_text="see core.similarity")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "mark"], name="one_mark_of_a_sentence"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.mark}"
