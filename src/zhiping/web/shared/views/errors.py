"""Pages for what went wrong before a view could answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from zhiping.web.shared import signed_out
from zhiping.web.shared.refusals import sent_again, typed_in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what a person typed when the page had grown too old; strangers' forms get nothing back.

    The form is offered again only if it came from our own pages: the person sees what it holds and sends it anew. A
    page that saves itself gets a new token, or is told that its session has ended.
    """
    if request.headers.get("X-Autosave") == "1":
        if not request.user.is_authenticated:
            return signed_out.answer(request)
        return JsonResponse({"refused": "", "token": get_token(request)}, status=403)
    typed = typed_in(request) if _is_ours(request) else []
    return render(request, "403_csrf.html", sent_again(request, typed), status=403)


def _is_ours(request: HttpRequest) -> bool:
    came_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(came_from)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
