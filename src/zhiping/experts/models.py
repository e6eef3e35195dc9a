"""The expert pool (F1-F2) and the facts from which conflicts are found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.organisations.models import Organisation, Team
from zhiping.programmes.models import Edition


class Expert(models.Model):
    """A person who may be asked to judge."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("职称"), max_length=60, blank=True)
    fields = models.JSONField(default=list, help_text="domain ids the expert knows")
    methods = models.JSONField(default=list, help_text="method ids such as qc_tools, six_sigma")
    max_load = models.PositiveSmallIntegerField(default=30, help_text="applications per round")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)


class Employment(models.Model):
    """Where an expert works or worked; three years back make a conflict (F3)."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    organisation_name = models.CharField(max_length=120, help_text="as the expert wrote it")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.expert} · {self.organisation_name}"


class Tie(models.Model):
    """A tie between an expert and a unit or team: coached, trained, kin."""

    class Kind(models.TextChoices):
        COACHED = "coached", _("辅导")
        TRAINED = "trained", _("培训")
        KIN = "kin", _("亲属")

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.expert} {self.kind} {self.organisation}"


class Invitation(models.Model):
    """An expert asked to serve in one edition; access only after accepting and committing to impartiality (F2)."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("待答复")
        ACCEPTED = "accepted", _("已接受")
        DECLINED = "declined", _("已谢绝")

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="invitations")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="expert_invitations")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True, help_text="confidentiality and impartiality commitment")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["expert", "edition"], name="one_invitation_an_edition"),
            models.CheckConstraint(
                condition=models.Q(committed_at__isnull=True) | models.Q(answer="accepted"),
                name="only_who_accepts_commits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} · {self.edition}"
