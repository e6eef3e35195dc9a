"""A public list that is longer than one page: the page that is asked for, and the words that are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from zhiping.web.shared.http import Request

PAGE = 400
"""Rows of one page: a real year's list (345) is read as a whole, and its page weighs some 140 KB."""


def asked(request: Request) -> str:
    """Return the words that are looked for; "" for none."""
    return request.GET.get("q", "").strip()


def page_of(request: Request, rows: Sequence[Any] | QuerySet[Any]) -> dict[str, Any]:
    """Return the page that is asked for, as `public/_find.html` and `ui/_pager.html` show it."""
    page: Page[Any] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = asked(request)
    return {"page": page, "words": words, "is_long": bool(words) or page.paginator.num_pages > 1}


def matching(rows: Sequence[dict[str, Any]], words: str) -> Sequence[dict[str, Any]]:
    """Return the frozen rows of which a cell contains these words, in whichever case; all of them for none."""
    wanted = words.casefold()
    return [row for row in rows if any(wanted in str(cell).casefold() for cell in row["cells"])] if wanted else rows
