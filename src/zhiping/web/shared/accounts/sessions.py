"""Sessions in the database, as Django keeps them, each beside its person: read on every page, with one question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DjangoSessionStore
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zhiping.accounts import queries

if TYPE_CHECKING:
    from django.http import HttpRequest

    from zhiping.accounts.models import BrowserSession, User

_read_along: ContextVar[User | None] = ContextVar("read_along", default=None)


class SessionStore(DjangoSessionStore):
    """What `SESSION_ENGINE` names. person: who stood beside the session when it was read."""

    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Return our own table, which knows whose a session is."""
        return queries.session_rows()

    def _validate_session_key(self, key: str | None) -> bool:
        """Tell whether we could have made this key; whatever else a browser sends is not asked for."""
        is_long = super()._validate_session_key(key)  # type: ignore[misc] # Django's stubs leave it out
        return bool(is_long) and str(key).isascii() and str(key).isalnum()

    def create_model_instance(self, data: Any) -> BrowserSession:
        """Return the row to write; who is signed in goes beside it."""
        row = super().create_model_instance(data)
        row.user_id = data.get(auth.SESSION_KEY)  # type: ignore[attr-defined] # Django's stubs know its own table only
        return row  # type: ignore[return-value]

    def _get_session_from_db(self) -> BrowserSession | None:
        found = queries.session(str(self.session_key), timezone.now())
        if found is None:
            self._session_key = None
        self.person = found.user if found is not None else None
        return found


class SignedInMiddleware(AuthenticationMiddleware):
    """Set request.user as Django does, checks and all, without asking again for the person read with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """Find out who it is when somebody first asks."""
        request.user = SimpleLazyObject(lambda: _signed_in(request))  # type: ignore[assignment]


def read_along(user_id: int | str) -> User | None:
    """Return the person read with the session that is being looked at, if it is this one."""
    person = _read_along.get()
    return person if person is not None and str(person.pk) == str(user_id) else None


def _signed_in(request: HttpRequest) -> Any:
    with _reading(request.session):
        return auth.get_user(request)


@contextmanager
def _reading(session: Any) -> Iterator[None]:
    session.get(auth.SESSION_KEY)  # reads it, and the person along with it
    before = _read_along.set(session.person)
    try:
        yield
    finally:
        _read_along.reset(before)
