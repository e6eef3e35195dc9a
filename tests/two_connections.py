"""Two people at the same instant, on two connections: what the first has not committed yet, the second waits for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from django.db import connection, transaction

from zhiping.core.errors import Refusal

HELD = 1.5
"""Seconds for which the first waits for the second, which shows that it waits by not answering."""
Act = Callable[[], object]


def second_while_first_is_held(first: Act, second: Act) -> object:
    """Do the first act, hold its transaction open, start the second; return the second's result or refusal."""
    done, answered, found = Event(), Event(), []

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                done.set()
                answered.wait(HELD)
        finally:
            done.set()
            connection.close()

    def follow() -> None:
        done.wait(30)
        try:
            found.append(second())
        except Refusal as refusal:
            found.append(refusal)
        finally:
            answered.set()
            connection.close()

    threads = [Thread(target=hold), Thread(target=follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found[0]
