"""A real browser on a real server: one context for each person, both screen sizes, axe at hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import handlers
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.factories.people import user_of
from zhiping.core.permissions.actor import Actor

DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 45_000
"""Milliseconds: how long a page may take on a machine that does other work meanwhile; a quick one never waits."""
SHOTS = Path(__file__).resolve().parents[2] / "test-results"

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop lives in this thread


class KeptFiles(handlers.StaticFilesHandler):
    """Static files that a browser may keep, as it may in production: else each page asks for thirty of them anew."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        """Return the file with leave to keep it for the length of a test."""
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


handlers.StaticFilesHandler = KeptFiles  # type: ignore[misc] -- pytest-django asks for it by this name


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium that the machine has (CHROME names another)."""
    found = os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chrome or Chromium on this machine: install one, or name it in CHROME")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def open_as(browser: Browser, live_server: object, client: object) -> Iterator[Callable[..., Page]]:
    """Return a function that gives an actor a browser of its own, signed in (None: signed out)."""
    contexts: list[BrowserContext] = []

    def opened(actor: Actor | None, *, phone: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            base_url=live_server.url,  # type: ignore[attr-defined]
            locale="zh-CN",
            java_script_enabled=script,
        )
        contexts.append(context)
        if actor is not None:
            client.force_login(user_of(actor))  # type: ignore[attr-defined]
            session = client.cookies["sessionid"].value  # type: ignore[attr-defined]
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])  # type: ignore[attr-defined]
            client.cookies.clear()  # type: ignore[attr-defined]
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield opened
    for context in contexts:
        context.close()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of a page under test-results/."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
