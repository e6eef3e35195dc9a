"""What the shell of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.messages import queries as messages
from zhiping.web.shared.navigation import entries

DEFAULT_NAME = gettext_noop("质量协会")
"""The association's name where an installation gives none; its own name stays as it is written."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return actor, capacities, navigation and installation facts for base.html."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "capacities": getattr(request, "capacities", []),
        "navigation": entries(request),
        "association": _(settings.ASSOCIATION),
        "is_demo": settings.DEMO,
        "unread": SimpleLazyObject(lambda: _unread(request)),
    }


def _unread(request: HttpRequest) -> int:
    known: int | None = getattr(request, "unread", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    return messages.unread_count(user.pk) if user is not None and user.is_authenticated else 0
