"""What the recommending unit's own experts, or its contest, gave a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application
from zhiping.programmes.models import Recommender


class OwnScore(models.Model):
    """One reviewer's points for one case, item by item on the edition's card or as a total; replaced, never changed."""

    class Source(models.TextChoices):
        TYPED = "typed", _("逐项填写")
        IMPORTED = "imported", _("导入")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="own_scores")
    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, related_name="own_scores")
    reviewer = models.CharField(max_length=60, help_text="a person, or the contest")
    items = models.JSONField(default=dict, help_text="item of the card → points as text; empty for a mere total")
    points = models.DecimalField(max_digits=7, decimal_places=2)
    source = models.CharField(max_length=8, choices=Source)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="replaced or taken back")

    class Meta:
        ordering: ClassVar[list[str]] = ["reviewer", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "recommender", "reviewer"],
                condition=models.Q(ended_at__isnull=True),
                name="reviewer_once_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.reviewer}"
