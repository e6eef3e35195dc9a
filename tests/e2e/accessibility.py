"""axe on a page: nothing serious, nothing critical."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

GRAVE = ["serious", "critical"]
RUN = """
async grave => {
  const found = await axe.run(document, {resultTypes: ["violations"], selectors: false});
  return found.violations.filter(v => grave.includes(v.impact)).map(v => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`);
}
"""


def grave_faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical: rule, and the first element it stands on."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)  # half a megabyte, read once for both sizes of a page
    found: list[str] = page.evaluate(RUN, GRAVE)
    return found


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window; 0 is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
