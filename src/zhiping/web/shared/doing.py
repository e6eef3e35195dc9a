"""One act of a page: done with a word of thanks, or refused with its reasons; nothing half-way, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages

from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons


def done(request: Request, act: Callable[[], object], said: str, form: forms.Form | None = None) -> bool:
    """Do the act and say so; where it is refused, say why on the form, or above the page.

    A view that gets False shows its page again instead of leading away: the form keeps what was typed, and so do
    fields written by hand with {% kept %}.
    """
    try:
        act()
    except (RuleViolation, RuleViolations) as refused:
        for reason in reasons(refused):
            if form is not None:
                form.add_error(None, reason)
            else:
                messages.error(request, reason)
        return False
    messages.success(request, said)
    return True


def number(request: Request, name: str) -> int:
    """Return an id that a button carries; 0, which nothing has, where it carries none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else 0
