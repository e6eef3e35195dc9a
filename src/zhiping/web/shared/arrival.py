"""When a request had wholly reached the server: the instant by which windows are judged, however long it then waited."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from zhiping.programmes import queries as programmes

if TYPE_CHECKING:
    from zhiping.programmes.models import Edition

STAMP = "zhiping.arrived_at"
"""Set by the server's waiting room; what a browser says of its own clock is never asked."""


def arrived_at(request: HttpRequest) -> datetime:
    """Return the real instant of arrival; now, for an upload and on a server without a waiting room."""
    stamp = request.META.get(STAMP)
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, float) else timezone.now()


def at_edition(request: HttpRequest, edition: Edition) -> datetime:
    """Return the arrival by the edition's clock."""
    return programmes.now(edition, real=arrived_at(request))
