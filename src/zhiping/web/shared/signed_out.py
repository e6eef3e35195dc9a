"""Whose session has ended while a page stood open: nothing that was typed is lost by signing in again."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url

from zhiping.web.shared.refusals import sent_again, typed_in

UNAUTHORISED, FORBIDDEN = 401, 403


def answer(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, and back.

    A script is told where to sign in; a form that was sent comes back with everything that was typed, to be sent again.
    """
    address = f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.path)}"
    if request.headers.get("X-Autosave") == "1" or request.headers.get("Accept") == "application/json":
        return JsonResponse({"refused": "", "signed_out": address}, status=UNAUTHORISED)
    typed = typed_in(request) if request.method == "POST" else []
    if any(value.strip() for _name, value in typed):
        context = {"address": address} | sent_again(request, typed)
        return render(request, "ui/signed_out.html", context, status=FORBIDDEN)
    return redirect(address)
