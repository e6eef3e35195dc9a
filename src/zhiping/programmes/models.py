"""Editions: what a programme-year's rules are (frozen) and when its windows stand open (amendable with reason)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.files.models import StoredFile
from zhiping.organisations.models import Organisation


class FrozenRules(models.Model):
    """A frozen definition under its own hash. Apart from the edition, so that no list carries it with every row."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    json = models.TextField(help_text="canonical JSON of the definition, frozen at opening")

    class Meta:
        verbose_name_plural = "frozen rules"

    def __str__(self) -> str:
        return self.sha256


class Edition(models.Model):
    """A programme-year. Opening it freezes the definition; running cases never see later edits of the files."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("筹备")
        OPEN = "open", _("进行中")
        ARCHIVED = "archived", _("已归档")

    key = models.CharField(max_length=80, unique=True, help_text="programme/year, such as qc-circle/2022")
    programme = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    definition_sha256 = models.CharField(max_length=64, help_text="of its frozen rules")
    status = models.CharField(max_length=10, choices=Status, default=Status.PREPARING)
    opened_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    clock_shift = models.DurationField(null=True, help_text="demo clock: real time plus this; never on a real edition")

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "programme"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "year"], name="one_edition_a_year"),
            models.CheckConstraint(
                condition=models.Q(clock_shift__isnull=True) | models.Q(is_demo=True),
                name="only_a_demo_edition_has_a_demo_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StageWindow(models.Model):
    """The concrete half-open window of one stage: from the definition where it is exact, else set by the office."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="windows")
    stage_id = models.CharField(max_length=60)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "stage_id"], name="one_window_a_stage"),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="window_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.key} {self.stage_id}"


class Recommender(models.Model):
    """A recommending unit of one edition: a district, an industry, a group, or the association's virtual one (B4)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="recommenders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="recommending")
    kind = models.CharField(max_length=20, help_text="from the edition's route: district, industry, group, virtual …")
    label = models.CharField(max_length=120)
    is_virtual = models.BooleanField(default=False)
    is_co_creation = models.BooleanField(_("共建"), default=False)
    disqualified_at = models.DateTimeField(null=True)
    disqualified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    disqualified_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "label"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "organisation"], name="recommender_once_an_edition"),
            models.CheckConstraint(
                condition=models.Q(is_virtual=True) ^ models.Q(organisation__isnull=False),
                name="recommender_is_a_unit_or_virtual",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class RegisterImport(models.Model):
    """A workbook of units, and of an edition's recommenders, on its way onto the register (K1)."""

    class State(models.TextChoices):
        CHECKING = "checking", _("正在检查")
        CHECKED = "checked", _("已检查，待导入")
        WRITING = "writing", _("正在导入")
        WRITTEN = "written", _("已导入")
        FAILED = "failed", _("未导入")

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    report = models.JSONField(default=dict, help_text="counts, faults, changes, digest: see actions/imports.py")
    lines = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="lines written so far, while it runs")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file.name
