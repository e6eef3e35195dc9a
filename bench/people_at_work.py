"""Signed-in people, and what they send: cookies, forms, uploads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.client import Shot
from zhiping.accounts.models import User
from zhiping.core.definition.schema import Section
from zhiping.core.definition.vocabulary import FieldKind as Kind

TOKEN = "b" * 32
"""What the browser sends back against forged requests: any one, as long as cookie and header agree."""
BOUNDARY = "----measured"


class Browser:
    """A browser in which one person is signed in in one capacity."""

    def __init__(self, user: User, role: str, scope_id: int | None) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["capacity"] = [role, scope_id]
        session.save()
        self.session_key = str(session.session_key)

    @property
    def headers(self) -> dict[str, str]:
        """What goes with each request."""
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session_key}; csrftoken={TOKEN}"}

    def get(self, path: str) -> Shot:
        """Ask for a page."""
        return Shot(path, headers=self.headers)

    def post(self, path: str, pairs: Iterable[tuple[str, str]], **headers: str) -> Shot:
        """Send a form. A value may hold {revision} or {confirmed}."""
        body = urlencode(list(pairs)).replace("%7B", "{").replace("%7D", "}")
        more = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN, **headers}
        return Shot(path, "POST", self.headers | more, body)

    def upload(self, path: str, pairs: Iterable[tuple[str, str]], name: str, file: tuple[str, bytes]) -> Shot:
        """Send a form with one file."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'.encode() + value.encode() + b"\r\n"
            for key, value in pairs
        ]
        told = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file[0]}"\r\n\r\n'
        body = b"".join(parts) + told.encode() + file[1] + f"\r\n--{BOUNDARY}--\r\n".encode()
        more = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "X-CSRFToken": TOKEN}
        return Shot(path, "POST", self.headers | more, body.decode("latin-1"))


def typed(section: Section, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a section as a browser sends it."""
    pairs = [("revision", "{revision}")]
    for field in section.fields:
        if field.id not in answers:
            continue
        pairs.append(("on_page", field.id))
        value = answers[field.id]
        if field.kind in (Kind.TABLE, Kind.MEMBERS):
            for place, row in enumerate(value):
                for name, cell in row.items():
                    pairs += _value(f"{field.id}-{place}-{name}", cell)
        else:
            pairs += _value(field.id, value)
    return pairs


def _value(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    if isinstance(value, list):
        return [(name, str(one)) for one in value]
    return [(name, str(value))]
