"""How often one person, or one place without an account, may ask for what costs much; the limits are settings."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiping.accounts import actions as accounts
from zhiping.core.rates import rates
from zhiping.web.shared.refusals import sent_again, typed_in

POSTED = {
    "public:objection": "objections",
    "public:objection-status": "lookups",
    "public:complaint": "objections",
    "public:complaint-status": "lookups",
    "unit:invite": "invitations",
    "applicant:uploads": "uploads",
    "bundle": "documents",
    "applicant:word": "documents",
    "applicant:hand-in-uploads": "uploads",
}
ASKED = {
    "public:verify": "lookups",
    "public:certificate": "lookups",
    "public:publication-file": "exports",
    "recommender:package-receipt": "documents",
    "recommender:package-sheet": "documents",
    "recommender:ranking-sheet": "exports",
    "recommender:scores-template": "exports",
    "secretariat:applications-csv": "exports",
    "secretariat:applications-xlsx": "exports",
    "secretariat:certificates-file": "exports",
    "secretariat:experts-file": "exports",
    "secretariat:organisations-file": "exports",
    "secretariat:pool-file": "exports",
    "secretariat:proposals-file": "exports",
    "secretariat:recommenders-file": "exports",
    "secretariat:sign-ups-file": "exports",
    "case-form": "documents",
    "run-csv": "exports",
    "run-xlsx": "exports",
    "applicant:receipt-pdf": "documents",
    "unit:opinion-sheet": "documents",
    "bundle-file": "documents",
    "applicant:word-file": "documents",
    "applicant:form-pdf": "documents",
    "secretariat:recommender-sheet": "documents",
    "secretariat:recommender-statistics-file": "exports",
    "secretariat:certificate-pdf": "documents",
}
LIBRARIES = ("account_", "mfa_")
"""Addresses with limits of their own."""


class LimitMiddleware:
    """Answer 429 to who asks too often; stands behind the gates, so that only what would be done is counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 -- the class says it
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Count the request among those of its kind, if it has one."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        for kind in _kinds(request, name):
            wait = _to_wait(request, kind)
            if wait:
                return _too_often(request, math.ceil(wait.total_seconds()))
        return None


def _kinds(request: HttpRequest, name: str) -> list[str]:
    """Return what the request counts as."""
    if name.startswith(LIBRARIES):
        return []
    if request.method == "POST":
        return [kind for kind in (POSTED.get(name), "uploads" if request.FILES else None) if kind]
    # whoever has an account searches lists that are paged and indexed, uncounted
    search = "searches" if request.GET.get("q", "").strip() and not request.user.is_authenticated else None
    return [kind for kind in (ASKED.get(name), search) if kind]


def _to_wait(request: HttpRequest, kind: str) -> timedelta:
    """Count one more; return how long it takes until one more would be taken, nothing where this one is."""
    if request.user.is_authenticated:
        who = f"user {request.user.pk}"
    else:
        who = f"place {get_adapter().get_client_ip(request)}"
    return accounts.count(kind, who=who, rates=rates(settings.RATE_LIMITS[kind]), at=timezone.now())


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Say when to try again; what was typed stands on the page and can be sent from there."""
    context = {"minutes": math.ceil(seconds / 60)} | sent_again(request, typed_in(request))
    response = render(request, "ui/limited.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
