"""Who asks, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import ANYONE, Actor, Role
from zhiping.core.permissions.pages import PAGES
from zhiping.journey import queries as journey
from zhiping.web.shared import refusals, signed_out

SESSION_KEY = "capacity"
NUL = "\0"


class LanguageMiddleware:
    """Chinese first: the language is Chinese unless this browser was told otherwise; never guessed from headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Set request.actor from the capacity chosen in the session, and ask the page table before any view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.capacities = ANYONE, []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            found, request.unread = journey.capacities_and_unread(request.user)  # type: ignore[attr-defined]
            chosen = request.session.get(SESSION_KEY)
            nobody_yet = Actor(request.user.pk, Role.PUBLIC, None, request.user.name)
            first = found[0] if found else nobody_yet
            request.actor = next((a for a in found if [a.role.value, a.scope_id] == chosen), first)  # type: ignore[attr-defined]
            request.capacities = found  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Refuse an address whose row does not name this capacity; addresses of libraries have their own gates."""
        match = request.resolver_match
        page = PAGES.get(match.view_name) if match else None
        if page is None or request.actor.role in page.roles:  # type: ignore[attr-defined]
            return None
        if not request.user.is_authenticated:
            return signed_out.answer(request)
        return refusals.refuse(request, NotAllowed())


class RefusalMiddleware:
    """Turn the refusals of the domain into pages: 403, 404, 409; and what cannot be written down into a 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Refuse a NUL wherever one is sent: nobody can type it, and the database keeps no text that holds one."""
        sent = (
            text for given in (request.GET, request.POST) for name, texts in given.lists() for text in (name, *texts)
        )
        if NUL in request.path or any(NUL in text for text in sent):
            raise BadRequest

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; let every other exception be the error that it is."""
        if isinstance(error, NotAllowed | NotFound | RuleViolation | RuleViolations):
            return refusals.refuse(request, error)
        return None
