"""An act on several things of a list, first tried: what it would do, what it would pass by and why, then confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiping.core.bulk import Outcome
from zhiping.web.shared.http import Request
from zhiping.web.shared.lots import told

STEERING = ("csrfmiddlewaretoken", "confirm", "seal")


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
    """What was chosen, and what would become of each. back: the address of the list."""

    request: Request
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

    @property
    def seal(self) -> str:
        """Return what tells this outcome from any other: a person confirms what was shown, nothing else."""
        return hashlib.sha256(",".join(sorted(row.key for row in self.ready)).encode()).hexdigest()[:32]

    @property
    def is_confirmed(self) -> bool:
        """Tell whether this very outcome was confirmed."""
        return "confirm" in self.request.POST and self.request.POST.get("seal") == self.seal

    @property
    def is_stale(self) -> bool:
        """Tell whether another outcome was confirmed, which the list no longer gives."""
        return "confirm" in self.request.POST and not self.is_confirmed

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Return what was chosen, to be sent again with the confirmation."""
        lists = self.request.POST.lists()
        return [(name, str(value)) for name, values in lists if name not in STEERING for value in values]

    def page(self) -> HttpResponse:
        """Show it."""
        return render(self.request, "secretariat/lists/trial.html", {"trial": self})

    def say(self, done: str, *outcomes: Outcome) -> None:
        """Say what came of it: how many were done, and why others were refused meanwhile."""
        messages.success(self.request, done)
        for outcome in outcomes:
            for reason, count in told(outcome.refused.values()).items():
                messages.warning(self.request, _("%(n)s 项未办理：%(reason)s") % {"n": count, "reason": reason})
