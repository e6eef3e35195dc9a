"""What a recommending unit says of a case, and the office of a way past the recommending units."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application, Version
from zhiping.files.models import StoredFile
from zhiping.programmes.models import Recommender


class Recommendation(models.Model):
    """The recommender's opinion on one case: recommended, declined or returned; at most one stands."""

    class Verdict(models.TextChoices):
        RECOMMENDED = "recommended", _("推荐")
        DECLINED = "declined", _("不推荐")
        RETURNED = "returned", _("退回修改")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recommendations")
    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, related_name="recommendations")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict)
    opinion = models.TextField()
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(null=True)
    sealed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="superseded by a later round of the same case")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(ended_at__isnull=True), name="one_standing_recommendation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.verdict}"


class PreApproval(models.Model):
    """The office's word that a unit without a recommender may use the virtual one or go direct (B4, D4)."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="pre_approval")
    approved = models.BooleanField()
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id} {self.approved}"
