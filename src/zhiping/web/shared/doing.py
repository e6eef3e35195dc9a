"""One act of a page: done with a word of thanks, or refused with its reasons; nothing half-way, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages

from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons

LONGEST = 18
"""Digits of an id: all numbers of so many fit into the database's."""


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


def read_id(text: str) -> int:
    """Return the id that a text is; 0, which nothing has, for any other text, whatever somebody sent."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


def number(request: Request, name: str) -> int:
    """Return an id that a button carries; 0, which nothing has, where it carries none."""
    return read_id(request.POST.get(name, ""))


def numbers(request: Request, name: str) -> list[int]:
    """Return the ids of the rows that are ticked; what is no id is left out."""
    return [found for found in map(read_id, request.POST.getlist(name)) if found]
