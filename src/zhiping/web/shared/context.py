"""What the shell of every page needs."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject

from zhiping.messages import queries as messages
from zhiping.web.shared.navigation import entries

STYLESHEETS = (
    "tokens",
    "base",
    "shell",
    "head",
    "state",
    "button",
    "note",
    "form",
    "table",
    "tabs",
    "tasks",
    "tree",
    "ask",
    "case",
    "scoring",
    "public",
    "account",
    "inbox",
    "decision",
    "desk",
    "figure",
    "review",
    "upload",
    "compare",
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return actor, capacities, navigation and installation facts for base.html."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "capacities": getattr(request, "capacities", []),
        "navigation": entries(request),
        "stylesheets": _stylesheets(),
        "association": settings.ASSOCIATION,
        "is_demo": settings.DEMO,
        "unread": SimpleLazyObject(lambda: _unread(request)),
    }


@cache
def _stylesheets() -> list[str]:
    return [static(f"css/{name}.css") for name in STYLESHEETS]


def _unread(request: HttpRequest) -> int:
    known: int | None = getattr(request, "unread", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    return messages.unread_count(user.pk) if user is not None and user.is_authenticated else 0
