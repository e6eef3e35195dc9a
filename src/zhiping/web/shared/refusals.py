"""What a refusal says: the texts of the rule codes, and the page that carries them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape

from zhiping.core.errors import NotAllowed, Refusal, RuleViolation, RuleViolations
from zhiping.web.shared.confirming import FIELD
from zhiping.web.shared.refusal_texts import text_of

SECRET = ("csrfmiddlewaretoken", "password", "oldpassword", "code", "login")
MACHINES = (FIELD, "base", "key", "on_page", "proposed", "read", "refusal", "revision", "writer")
"""Fields that a page put there for itself: sent again with the rest, but nobody's words."""
WORTH_KEEPING = 10
"""Characters from which on a value is likely somebody's words, and no id or choice."""
STATUS = {"NotAllowed": 403, "OtherPhase": 403, "NotFound": 404, "RuleViolation": 409, "RuleViolations": 409}


def reasons(error: Refusal) -> list[str]:
    """Return the sentences a person reads: what is wrong and how to mend it, one per violation."""
    if isinstance(error, RuleViolations):
        return [text_of(v) for v in error.violations]
    if isinstance(error, RuleViolation):
        return [text_of(error)]
    return []


def without(error: RuleViolation | RuleViolations, codes: Collection[str]) -> RuleViolations:
    """Return the refusal without the reasons of these codes, such as those that a form tells already."""
    every = error.violations if isinstance(error, RuleViolations) else [error]
    return RuleViolations([one for one in every if one.code not in codes])


def into_form(form: BaseForm, error: Refusal, fields: Mapping[str, str]) -> None:
    """Put each reason of a refusal beside its field, so that the summary leads there. fields: by the reason's code."""
    for one in error.violations if isinstance(error, RuleViolations) else [error]:
        if isinstance(one, RuleViolation):
            form.add_error(fields.get(one.code), text_of(one))


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, by name, without secrets and tokens."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(SECRET)
        for value in values
        if isinstance(value, str)
    ]


def sent_again(request: HttpRequest, typed: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what `ui/_typed.html` shows: a form that was sent in vain, to be read and sent again."""
    return {"typed": typed, "machines": MACHINES, "has_files": bool(request.FILES)}


def refuse(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Render the refusal page with its status."""
    kind = type(error).__name__
    context = {"reasons": reasons(error), "forbidden": isinstance(error, NotAllowed), "kind": kind}
    context["case_id"] = getattr(error, "application_id", None)
    return _page(request, context, STATUS[kind])


def where_said(request: HttpRequest, page: HttpResponse, said: Iterable[str]) -> HttpResponse:
    """Return a page that tells why its form was refused; where it no longer offers that form, the refusal page does.

    A colleague may have moved the case on meanwhile: the page then shows other forms, and would swallow both the
    reasons and what was typed.
    """
    shown, told = page.content.decode(), list(said)
    if all(escape(sentence) in shown for sentence in told):
        return page
    return _page(request, {"reasons": told, "forbidden": False, "kind": "RuleViolation"}, STATUS["RuleViolation"])


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    typed = [value for name, value in typed_in(request) if name not in MACHINES]
    context["words"] = [value for value in typed if len(value) >= WORTH_KEEPING]
    return render(request, "ui/refusal.html", context, status=status)
