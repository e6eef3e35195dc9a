"""Sessions in the database, as Django keeps them; read on every page, so the question is put together once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends.db import SessionStore as DjangoSessionStore
from django.utils import timezone

from zhiping.accounts import queries

if TYPE_CHECKING:
    from django.contrib.sessions.models import Session


class SessionStore(DjangoSessionStore):
    """What `SESSION_ENGINE` names."""

    def _get_session_from_db(self) -> Session | None:
        found = queries.session(str(self.session_key), timezone.now())
        if found is None:
            self._session_key = None
        return found
