"""What a refusal says: the texts of the rule codes, and the page that carries them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiping.core.errors import NotAllowed, Refusal, RuleViolation, RuleViolations
from zhiping.web.shared.refusal_texts import text_of

SECRET = ("csrfmiddlewaretoken", "password", "oldpassword", "code", "login")
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


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, by name, without secrets and tokens."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(SECRET)
        for value in values
        if isinstance(value, str)
    ]


def refuse(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Render the refusal page with its status."""
    kind = type(error).__name__
    context = {"reasons": reasons(error), "forbidden": isinstance(error, NotAllowed), "kind": kind}
    context["words"] = [value for _name, value in typed_in(request) if len(value) >= WORTH_KEEPING]
    context["case_id"] = getattr(error, "application_id", None)
    return render(request, "ui/refusal.html", context, status=STATUS[kind])
