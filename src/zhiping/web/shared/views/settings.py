"""Whom one stands for, and in which language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zhiping.web.shared.middleware import SESSION_KEY


@login_required
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Act from now on in another capacity of the same person."""
    wanted = request.POST.get("capacity", "")
    for actor in request.capacities:  # type: ignore[attr-defined]
        if f"{actor.role.value}:{actor.scope_id or ''}" == wanted:
            request.session[SESSION_KEY] = [actor.role.value, actor.scope_id]
    return redirect("home")


@csrf_exempt
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language for this browser and go back to where the person was.

    Without a token, which would make every public page another one for each visitor; a forged switch harms nobody.
    """
    language, back = request.POST.get("language", ""), request.POST.get("next", "/")
    target = back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"
    response = redirect(target)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
    return response
