"""Texts that people wrote, as safe HTML."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "h3",
    "h4",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def rendered(text: str) -> SafeString:
    """Return Markdown as HTML of plain elements only: no link, picture, script or attribute gets through."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={}))  # noqa: S308 -- cleaned by nh3 in this very line
