"""People, where they are signed in, the offices they hold, and the views of lists that they keep."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. One person may hold several capacities; each act names the one used."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    mobile = models.CharField(_("手机"), max_length=20, blank=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    large_type = models.BooleanField(_("大字版"), default=False)
    reminder_mails = models.BooleanField(_("接收提醒邮件"), default=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the person's name; Chinese names are one field."""
        return self.name

    def get_short_name(self) -> str:
        """Return the person's name."""
        return self.name


class BrowserSession(AbstractBaseSession):
    """A browser that is known again; who is signed in there stands beside it, so that one question answers both."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="browser_sessions")


class Count(models.Model):
    """How often something was asked for by one person, or from one place, in a span of time; see `actions.count`."""

    key = models.CharField(max_length=120, primary_key=True, help_text="what, which limit, a digest of who")
    asked = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True, help_text="then it is counted anew")

    def __str__(self) -> str:
        return f"{self.key}: {self.asked}"


class OfficeRole(models.Model):
    """An office held at the association or a guiding unit, from a day until it is ended."""

    class Office(models.TextChoices):
        SECRETARIAT = "secretariat", _("秘书处")
        COMMITTEE = "committee", _("审定专家组")
        GUIDING = "guiding", _("指导单位")
        OPERATOR = "operator", _("平台运维")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offices")
    office = models.CharField(max_length=20, choices=Office)
    body = models.CharField(max_length=120, blank=True, help_text="指导单位的名称")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "office", "body"],
                condition=models.Q(ended_at__isnull=True),
                name="one_office_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_office_display()}"


class SavedView(models.Model):
    """A list of the office under a name: its filter, order and columns, as the part of its address after the "?".

    Its owner's own, or shared with everybody of the same office.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="views")
    list = models.CharField(max_length=30, help_text="which list, such as applications")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="one_view_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
