"""Calendar files, handed out like every file."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from zhiping.core import ical
from zhiping.web.shared.downloads import bytes_response

TYPE = "text/calendar; charset=utf-8"


def address_of(path: str) -> str:
    """Return a page's whole address, for a file that is read elsewhere."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def uid(*parts: object) -> str:
    """Return what tells an entry from every other one, here and elsewhere."""
    return f"{'-'.join(str(part) for part in parts)}@{urlsplit(settings.BASE_URL).hostname}"


def calendar_response(title: str, entries: Sequence[ical.Entry], name: str) -> HttpResponse:
    """Return a calendar file to be kept under this name."""
    return bytes_response(ical.calendar(title, entries, made_at=timezone.now()).encode(), TYPE, name)
