"""PostgreSQL as Django drives it; a kept connection is not asked on every page whether it is still there.

Django sends "SELECT 1" at the beginning of each request, so that a page does not meet a connection that the server has
closed meanwhile. A server that closes a connection says so, though, and what it says lies in our socket until somebody
reads: looking there costs nothing. So the question itself is sent only where something lies there, and after some
seconds, for a network that has swallowed the connection without a word.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base

TRUSTED_SECONDS = 10


class DatabaseWrapper(base.DatabaseWrapper):
    """What `DATABASES["default"]["ENGINE"]` names. proved_at: by the monotonic clock, when it last was alive for sure."""

    proved_at = 0.0
    health_check_done: bool

    def init_connection_state(self) -> None:
        """Set a new connection up; it is alive."""
        super().init_connection_state()
        self.proved_at = time.monotonic()

    def is_usable(self) -> bool:
        """Ask whether the server still answers, and remember that it does."""
        answers: bool = super().is_usable()
        if answers:
            self.proved_at = time.monotonic()
        return answers

    def close_if_health_check_failed(self) -> None:
        """Close a connection that is gone, before a request uses it."""
        if self.connection is not None and not self.health_check_done and self._is_surely_alive():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_surely_alive(self) -> bool:
        return time.monotonic() - self.proved_at < TRUSTED_SECONDS and not _has_news(self.connection)


def _has_news(connection: Any) -> bool:
    """Tell whether the server has said something that nobody asked for, such as that it hangs up."""
    if connection.closed:
        return True
    news = select.poll()
    news.register(connection.fileno(), select.POLLIN)
    return bool(news.poll(0))
