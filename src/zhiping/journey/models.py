"""Acts on so many cases that a job does them: what was confirmed, and what became of each case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.applications.models import Application


class Run(models.Model):
    """One act on many cases, which a job does one by one for the person who confirmed it."""

    act = models.CharField(max_length=40, help_text="a key of journey.actions.runs.KINDS")
    given = models.JSONField(default=dict, help_text="what the act needs besides its case, such as an opinion")
    asked_at = models.DateTimeField(help_text="real instant at which it was confirmed; windows are judged by it")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    scope_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, help_text="as the journal calls the person in this capacity")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"


class RunCase(models.Model):
    """One case of a run: it waits until its turn has been, in a transaction with the act itself."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        DONE = "done", _("已办理")
        REFUSED = "refused", _("未办理")
        BARRED = "barred", _("身份已结束")
        BROKEN = "broken", _("出错")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="cases")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(help_text="its turn")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="turns begun: a case that ends workers is set aside")
    reasons = models.JSONField(default=list, encoder=DjangoJSONEncoder, help_text="code and facts of each refusal")
    settled_at = models.DateTimeField(null=True)
    read = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        help_text="the case as it was listed when it was confirmed, as the act has it; empty: as it stands",
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "application"], name="one_turn_a_case"),
            models.UniqueConstraint(fields=["run", "place"], name="one_case_a_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.application_id}"
