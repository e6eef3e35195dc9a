"""Public pages kept for a moment in each process: the same bytes for everybody who is not signed in.

A page is given again only to browsers that carry nothing but a language, and only while nothing was journaled since it
was made. The journal is asked once a second at most, and a page lives a minute at most, because it may speak of time.
Personal pages never come here.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhiping.journal import queries as journal

PAGES = frozenset(
    f"public:{name}"
    for name in (
        "home",
        "editions",
        "edition",
        "who-sees-what",
        "notices",
        "notice",
        "publications",
        "publication",
        "showcase",
        "story",
    )
)
KEPT_SECONDS = 60.0
ASKED_EVERY = 1.0
MOST_BYTES = 8_000_000
LARGEST = 400_000
LONGEST_ADDRESS = 500
"""Characters of an address whose page is kept: the shelf counts pages, and an address could be longer than one."""
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was made: after which entries of the journal, and when."""

    content: bytes
    headers: Mapping[str, str]
    entries: tuple[int, ...]
    at: float

    def again(self) -> HttpResponse:
        """Return it as a new response."""
        return HttpResponse(self.content, headers=dict(self.headers))


@dataclass
class Shelf:
    """The kept pages of one process, the ones used longest ago go first."""

    pages: OrderedDict[Key, Kept] = field(default_factory=OrderedDict)
    size: int = 0
    entries: tuple[int, ...] | None = None
    asked_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)

    def newest_entries(self, now: float) -> tuple[int, ...] | None:
        """Return the journal's newest entries as known for a second."""
        if now - self.asked_at >= ASKED_EVERY:
            self.entries, self.asked_at = journal.newest(), now
        return self.entries

    def find(self, key: Key, now: float) -> Kept | None:
        """Return the kept page that still holds, or None."""
        kept = self.pages.get(key)
        if kept is None or now - kept.at >= KEPT_SECONDS or kept.entries != self.newest_entries(now):
            return None
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
        return kept

    def keep(self, key: Key, page: Kept) -> None:
        """Put a page on the shelf."""
        with self.lock:
            before = self.pages.pop(key, None)
            self.pages[key] = page
            self.size += len(page.content) - (len(before.content) if before else 0)
            while self.size > MOST_BYTES:
                self.size -= len(self.pages.popitem(last=False)[1].content)


class PublicPagesMiddleware:
    """Answer from the shelf where it may; stands before sessions, so that such an answer costs nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 -- the class says it
        if not settings.KEEP_PUBLIC_PAGES or request.method != "GET" or not _is_anybody(request):
            return self.get_response(request)
        now = time.monotonic()
        key = (f"{request.scheme}://{request.get_host()}", request.get_full_path(), _language(request))
        kept = self.shelf.find(key, now)
        if kept is not None:
            return kept.again()
        # Asked before the page is made: what is journaled meanwhile makes the page old at once.
        entries = journal.newest()
        response = self.get_response(request)
        if len(key[1]) <= LONGEST_ADDRESS and _may_be_kept(request, response):
            self.shelf.keep(key, Kept(response.content, dict(response.headers), entries, now))
        return response


def _language(request: HttpRequest) -> str:
    """Return the language that the page will have; whatever else the cookie says makes no page of its own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


def _is_anybody(request: HttpRequest) -> bool:
    """Tell whether the browser carries nothing that could make the answer its own."""
    anonymous = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return set(request.COOKIES) <= anonymous and "HX-Request" not in request.headers


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        match is not None
        and match.view_name in PAGES
        and response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LARGEST
    )
