"""The check of a certificate by a stranger."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from zhiping.decision.queries import publications as queries
from zhiping.web.public.forms import VerifyForm
from zhiping.web.shared.http import Request


def verify(request: Request) -> HttpResponse:
    """Ask for a verification code or a certificate's number."""
    form = VerifyForm(request.GET or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        found = queries.certificate_by_code(typed)
        return redirect("public:certificate", found.code if found else slugify(typed) or "-")
    return render(request, "public/verify.html", {"form": form})


def certificate(request: Request, code: str) -> HttpResponse:
    """Say whether a certificate is valid, revoked or unknown, and how it may be used."""
    found = queries.certificate_by_code(code)
    context = {
        "form": VerifyForm(initial={"code": code}),
        "code": code,
        "certificate": found,
        "genuine": found is not None and queries.hash_agrees(found),
    }
    return render(request, "public/certificate.html", context, status=200 if found else 404)
