"""The thin case row and the history of its states."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from zhiping.organisations.models import Organisation, Team
from zhiping.programmes.models import Edition, Recommender

NEWEST_FIRST = F("submitted_at").desc(nulls_last=True)


class Application(models.Model):
    """One outcome entered in one edition. Only lifecycle.move() writes `state` and `phase`."""

    class Applicant(models.TextChoices):
        TEAM = "team", _("小组")
        ORGANISATION = "organisation", _("单位")
        PERSON = "person", _("个人")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField(  # noqa: DJ001 -- unique, and absent until the first submission
        _("编号"), max_length=40, unique=True, null=True, help_text="given at first submission"
    )
    applicant = models.CharField(max_length=12, choices=Applicant)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="applications")
    person_name = models.CharField(_("申报人"), max_length=60, blank=True)
    title = models.CharField(_("成果名称"), max_length=120, blank=True)
    category = models.CharField(max_length=60, blank=True, help_text="id in the edition's dimension 'category'")
    domain = models.CharField(max_length=60, blank=True, help_text="id in the edition's dimension 'domain'")
    dimensions = models.JSONField(default=dict, help_text="every dimension's id, category and domain included")
    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, null=True, related_name="applications")
    direct_route = models.CharField(
        max_length=60,
        blank=True,
        help_text="the way chosen when it is a direct one, such as direct.foreign (core.definition.routes)",
    )
    state = models.CharField(max_length=60, default="draft", db_index=True)
    phase = models.CharField(max_length=20, default="draft", help_text="core.definition.lifecycle.Phase")
    state_since = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["edition", "phase", "-id"], name="application_by_phase"),
            models.Index(F("edition"), NEWEST_FIRST, F("id").desc(), name="application_newest_of_edition"),
            models.Index(NEWEST_FIRST, F("id").desc(), name="application_newest_first"),
            models.Index(fields=["organisation", "edition"], name="application_by_unit"),
            models.Index(F("edition"), Length("number").desc(), F("number").desc(), name="application_by_number"),
            models.Index(fields=["recommender", "phase"], name="application_by_recommender"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(phase="draft") | models.Q(phase="ended") | models.Q(number__isnull=False),
                name="submitted_case_has_a_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(applicant="team") | models.Q(team__isnull=False),
                name="team_case_names_its_team",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"


class StateChange(models.Model):
    """One move of a case; append-only (the database refuses update and delete)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")
    event = models.CharField(max_length=40)
    from_state = models.CharField(max_length=60)
    to_state = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.from_state} → {self.to_state}"
