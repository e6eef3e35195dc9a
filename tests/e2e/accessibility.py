"""axe on a page: nothing serious, nothing critical."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}


def grave_faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical: rule, and the first element it stands on."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in GRAVE]


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window; 0 is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
