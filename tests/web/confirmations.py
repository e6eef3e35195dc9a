"""What a person sends who confirms the outcome that a page shows."""

from __future__ import annotations

from lxml import html


def confirmation_of(page: html.HtmlElement) -> dict[str, list[str]]:
    """Return what the confirming button sends: its own value, and the hidden fields of its form."""
    (button,) = page.xpath("//main//button[@name='confirmed']")
    sent = {"confirmed": [button.get("value")]}
    for control in button.xpath("ancestor::form//input[@type='hidden']"):
        sent.setdefault(control.get("name"), []).append(control.get("value"))
    return sent
