"""Every page that a role reaches by following links, at both sizes: it answers, fits, and axe finds nothing grave.

Nor does a page ask for what the content policy keeps away. ZHIPING_SHOTS names a folder to keep a picture of each page
in, ZHIPING_LANGUAGE=en asks for English pages.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, ConsoleMessage, Error, Page, Response

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.conftest import DESKTOP, PHONE
from zhiping.accounts.models import User
from zhiping.core.permissions.actor import Actor, Role

pytestmark = [pytest.mark.usefixtures("own_season"), pytest.mark.django_db(transaction=True)]

STRANGER = ""
OF_EACH = int(os.environ.get("ZHIPING_PAGES_OF_EACH", "1"))
LEAVES = {"account_logout", "set_language"}
FRONT, BACK = [STRANGER, "team", "unit", "recommender", "expert"], ["office", "committee", "guiding"]
SAME_FOR_ALL = ("public:", "account", "mfa_", "socialaccount")
SHOTS = os.environ.get("ZHIPING_SHOTS")
LANGUAGE = os.environ.get("ZHIPING_LANGUAGE", "zh-hans")


@dataclass
class Walk:
    """One role's way through the site."""

    who: str
    page: Page
    seen: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    heaviest: tuple[int, str] = (0, "")

    def speak(self, language: str) -> None:
        """Choose the language as the link in the foot does."""
        self.page.goto("/verify/")
        here = urlsplit(self.page.url)
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": f"{here.scheme}://{here.netloc}"}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]

    def all(self, start: str) -> None:
        """Follow links from `start`, one page of each address."""
        known, ahead = {start}, deque([start])
        while ahead:
            path = ahead.popleft()
            name = _name(path)
            if name is None or self._passes_by(name):
                continue
            self.seen[name] += 1
            new = dict.fromkeys(link for link in self._visit(path, name) if link not in known)
            known.update(new)
            ahead.extend(new)

    def _passes_by(self, name: str) -> bool:
        alike = self.who not in (STRANGER, "team") and name.startswith(SAME_FOR_ALL)
        return alike or name in LEAVES or self.seen[name] >= OF_EACH

    def _visit(self, path: str, name: str) -> list[str]:
        with weighed(self.page) as weights, breaches(self.page) as refused:
            answer = self._answer(path)
        self.faults += [f"{self.who} {path}: {words}" for words in refused]
        if not answer.ok:
            self.faults.append(f"{self.who} {path} answers {answer.status}")
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            return []
        self.heaviest = max(self.heaviest, (sum(weights), path))
        for size, view in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(view)  # type: ignore[arg-type]
            self.faults += [f"{self.who} {path} {size}: {fault}" for fault in self._looks()]
            if SHOTS:
                place = f"{self.who or 'public'}-{name.replace(':', '.')}-{self.seen[name]}-{size}.png"
                self.page.screenshot(path=Path(SHOTS) / place, full_page=True)
        found: list[str] = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        here = urlsplit(self.page.url)
        return [urlsplit(link).path for link in found if urlsplit(link).netloc == here.netloc]

    def _answer(self, path: str) -> Response | APIResponse:
        """Open a page; what is not to be shown but kept, a download, is fetched."""
        try:
            opened = self.page.goto(path)
        except Error:
            return self.page.request.get(path)
        assert opened is not None
        return opened

    def _looks(self) -> list[str]:
        over = sideways(self.page)
        return ([f"{over} px too wide"] if over else []) + grave_faults(self.page)


@contextmanager
def weighed(page: Page) -> Iterator[list[int]]:
    """Collect the bytes of each answer that the page loads meanwhile."""
    weights: list[int] = []

    def weigh(response: Response) -> None:
        weights.append(int(response.headers.get("content-length", "0")))

    page.on("response", weigh)
    yield weights
    page.remove_listener("response", weigh)


@contextmanager
def breaches(page: Page) -> Iterator[list[str]]:
    """Collect what the content policy keeps from a page meanwhile: the page should not have asked for it."""
    refused: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            refused.append(said.text)

    page.on("console", listen)
    yield refused
    page.remove_listener("console", listen)


def _name(path: str) -> str | None:
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


@pytest.mark.parametrize("people", [FRONT, BACK], ids=["front", "back"])
def test_every_page_answers_fits_both_sizes_and_is_accessible(people: list[str], open_as: Callable[..., Page]) -> None:
    users = User.objects.in_bulk([name for name in people if name], field_name="username")
    walks = [Walk(who, open_as(_actor(users.get(who)))) for who in people]

    for walk in walks:
        walk.speak(LANGUAGE)
        walk.all("/home/" if walk.who else "/")

    print({walk.who or "public": len(walk.seen) for walk in walks})  # noqa: T201 - the count that the run shows
    assert "\n".join(fault for walk in walks for fault in walk.faults) == ""
    assert {walk.who: len(walk.seen) > 2 for walk in walks} == dict.fromkeys(people, True)
    assert max(walk.heaviest for walk in walks) < (150_000, "")


def _actor(user: User | None) -> Actor | None:
    return user and Actor(user.pk, Role.APPLICANT, None, user.name)
