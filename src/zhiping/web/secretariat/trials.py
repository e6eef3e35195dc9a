"""An act on several things of a list, first tried: what it would do, what it would pass by and why, then confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiping.core.bulk import Outcome
from zhiping.web.shared.confirming import FIELD, Shown
from zhiping.web.shared.http import Request
from zhiping.web.shared.lots import told

STEERING = ("csrfmiddlewaretoken", FIELD)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing chosen. key: tells it from all others; reason: why it is passed by, "" where the act takes it."""

    key: str
    name: str
    detail: str = ""
    href: str = ""
    reason: str = ""


@dataclass
class Trial:
    """What was chosen, and what would become of each. act, subject: as `Shown` has them. back: the list's address."""

    request: Request
    act: str
    subject: str
    title: str
    consequence: str
    back: str
    rows: Sequence[Row]

    @cached_property
    def ready(self) -> list[Row]:
        """Return what the act would take."""
        return [row for row in self.rows if not row.reason]

    @property
    def passed_by(self) -> list[Row]:
        """Return what it would pass by."""
        return [row for row in self.rows if row.reason]

    @cached_property
    def shown(self) -> Shown:
        """Return what is to be confirmed: what the act would take, as the page calls it."""
        outcome = [[row.key, row.name, row.detail] for row in self.ready]
        return Shown(self.request, self.act, self.subject, outcome)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Return what was chosen, to be sent again with the confirmation."""
        lists = self.request.POST.lists()
        return [(name, str(value)) for name, values in lists if name not in STEERING for value in values]

    def page(self) -> HttpResponse:
        """Show it; with 409 in place of another outcome that was confirmed."""
        status = 409 if self.shown.reasons else 200
        return render(self.request, "secretariat/lists/trial.html", {"trial": self}, status=status)

    def say(self, done: str, *outcomes: Outcome) -> None:
        """Say what came of it: how many were done, and why others were refused meanwhile."""
        messages.success(self.request, done)
        for outcome in outcomes:
            for reason, count in told(outcome.refused.values()).items():
                messages.warning(self.request, _("%(n)s 项未办理：%(reason)s") % {"n": count, "reason": reason})
