"""The guard behind sign-in: a second factor and a short session for those who judge and decide."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from zhiping.core.permissions.actor import Role
from zhiping.web.shared import signed_out
from zhiping.web.shared.http import Request

GUARDED = frozenset({Role.SECRETARIAT, Role.COMMITTEE, Role.GUIDING, Role.OPERATOR, Role.EXPERT, Role.RECOMMENDER})
SINCE, SEEN = "guard_since", "guard_seen"
# How often an active session notes that it is: a write each click would be too much.
NOTED_EVERY = 60
OPEN_PREFIXES = ("account_", "mfa_", "healthz", "readyz")
OPEN = frozenset({"switch-language"})


class GuardMiddleware:
    """Ask guarded people for a second factor before any page, and end their idle sessions.

    Stands behind ActorMiddleware, which finds the capacities. Everybody else passes untouched.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:  # noqa: D102 -- the class says it
        if request.user.is_authenticated and any(c.role in GUARDED for c in request.capacities) and _is_over(request):
            logout(request)
            messages.info(request, _("长时间没有操作，已为您退出登录；已保存的内容都在。"))
            if request.method == "POST" and not request.htmx:
                return signed_out.answer(request)
            return _send(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _back(request)})}")
        response = self.get_response(request)
        if request.htmx and response.status_code == HTTPStatus.FOUND and _is_sign_in(response):
            # A part of a page must not become the sign-in page: the whole page goes there.
            return HttpResponseClientRedirect(
                f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _back(request)})}"
            )
        return response

    def process_view(self, request: Request, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Lead a guarded person without a second factor to its set-up."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.SECOND_FACTOR_REQUIRED or name in OPEN or name.startswith(OPEN_PREFIXES):
            return None
        if not any(c.role in GUARDED for c in request.capacities) or _has_second_factor(request):
            return None
        messages.info(request, _("您的身份涉及评审或管理，请先启用两步验证，再办理业务。"))
        return _send(request, resolve_url("mfa_activate_totp"))


def _has_second_factor(request: Request) -> bool:
    """Tell what came with the user of the session; a person who signed in during this request is asked for."""
    known: bool | None = getattr(request.user, "has_second_factor", None)
    return get_adapter().is_mfa_enabled(request.user) if known is None else known


def _is_over(request: Request) -> bool:
    """Tell whether the session was idle too long or is too old; note that it is alive."""
    now = int(timezone.now().timestamp())
    session = request.session
    since, seen = session.setdefault(SINCE, now), session.setdefault(SEEN, now)
    if now - seen > settings.GUARDED_IDLE_SECONDS or now - since > settings.GUARDED_SESSION_SECONDS:
        return True
    if now - seen >= NOTED_EVERY:
        session[SEEN] = now
    return False


def _is_sign_in(response: HttpResponse) -> bool:
    return response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


def _back(request: Request) -> str:
    """Return the page to come back to: never the address of a part or of a form's target."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    return request.get_full_path() if request.method == "GET" else "/home/"


def _send(request: Request, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
