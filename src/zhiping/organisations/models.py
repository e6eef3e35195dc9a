"""The register of units (B1-B4): identity is the 统一社会信用代码, names are only names."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiping.files.models import StoredFile


class Organisation(models.Model):
    """A unit: enterprise, institution, bureau, association, group. Merged duplicates point to their survivor."""

    name = models.CharField(_("单位名称"), max_length=120, help_text="as on its licence")
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True, null=True, blank=True)
    nature = models.CharField(_("性质"), max_length=30, blank=True)
    district = models.CharField(_("区"), max_length=20, blank=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="subsidiaries")
    approves_teams = models.BooleanField(
        _("小组须经单位同意"), default=False, help_text="a team that an applicant enters waits for the administrator"
    )
    parent_since = models.DateField(_("隶属自"), null=True, blank=True)
    is_association_member = models.BooleanField(_("市质协会员"), default=False)
    is_specialised = models.BooleanField(_("专精特新"), default=False)
    ownership = models.CharField(_("市场主体类型"), max_length=30, blank=True)
    region = models.CharField(_("登记地"), max_length=20, default="shanghai", help_text="shanghai or elsewhere")
    size = models.CharField(_("规模"), max_length=20, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    registered_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(uscc__isnull=True) | models.Q(uscc__regex=r"^[0-9A-HJ-NP-RT-UW-Y]{18}$"),
                name="uscc_has_18_characters",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """A former or other name of a unit, so that conflicts and imports find it."""

    class Kind(models.TextChoices):
        FORMER = "former", _("曾用名")
        ALIAS = "alias", _("别名")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind)
    until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Merger(models.Model):
    """Two entries of one unit made one, with what it moved, so that undoing it restores exactly that."""

    duplicate = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mergers")
    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="absorbed")
    moved = models.JSONField(help_text="ids by kind, see actions/merging.py")
    reason = models.TextField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=models.Q(undone_at__isnull=True), name="merged_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate} → {self.survivor}"


class ToldApart(models.Model):
    """Two units with like names that the office knows to be two; they are not proposed for merging again."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="told_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class Team(models.Model):
    """A QC circle or a work team of a unit (小组、班组)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("小组名称"), max_length=60)
    registration = models.CharField(_("注册登记号"), max_length=40, blank=True)
    registered_at = models.DateTimeField()
    is_waiting = models.BooleanField(default=False, help_text="proposed by a member, for the unit to approve")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once_in_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person standing for a unit: as applicant, as its administrator, or as a recommending unit's officer."""

    class Capacity(models.TextChoices):
        APPLICANT = "applicant", _("申报人")
        UNIT = "unit", _("单位管理员")
        RECOMMENDER = "recommender", _("推荐单位经办人")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    capacity = models.CharField(max_length=12, choices=Capacity)
    asked_at = models.DateTimeField()
    claim = models.TextField(
        _("认领说明"), blank=True, help_text="why this person administers a registered unit; the office decides"
    )
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation", "capacity"],
                condition=models.Q(ended_at__isnull=True),
                name="one_membership_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} {self.get_capacity_display()}"


class Invitation(models.Model):
    """A person asked by mail to stand for a unit, or to join the experts; the link works once, for that address."""

    class Capacity(models.TextChoices):
        APPLICANT = "applicant", _("申报人")
        UNIT = "unit", _("单位管理员")
        RECOMMENDER = "recommender", _("推荐单位经办人")
        EXPERT = "expert", _("评审专家")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="invitations")
    email = models.EmailField(_("电子邮件"))
    capacity = models.CharField(max_length=12, choices=Capacity)
    nonce = models.CharField(max_length=32, help_text="with the installation's private key it makes the link")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(capacity="expert") | models.Q(organisation__isnull=False),
                name="invitation_is_for_a_unit_or_the_experts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation or self.get_capacity_display()}"
