"""What a refusal says: the texts of the rule codes, and the page that carries them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiping.core.errors import NotAllowed, Refusal, RuleViolation, RuleViolations
from zhiping.web.shared.refusal_texts import text_of

STATUS = {"NotAllowed": 403, "OtherPhase": 403, "NotFound": 404, "RuleViolation": 409, "RuleViolations": 409}


def reasons(error: Refusal) -> list[str]:
    """Return the sentences a person reads: what is wrong and how to mend it, one per violation."""
    if isinstance(error, RuleViolations):
        return [text_of(v) for v in error.violations]
    if isinstance(error, RuleViolation):
        return [text_of(error)]
    return []


def refuse(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Render the refusal page with its status."""
    kind = type(error).__name__
    context = {"reasons": reasons(error), "forbidden": isinstance(error, NotAllowed), "kind": kind}
    context["case_id"] = getattr(error, "application_id", None)
    return render(request, "ui/refusal.html", context, status=STATUS[kind])
