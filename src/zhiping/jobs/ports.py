"""How a package hands work to the queue: a task has a name, takes plain values and calls one action.

Upper packages register from their own `tasks` modules; nothing here knows them.
"""

from __future__ import annotations

from collections.abc import Callable

from procrastinate.contrib.django import app

Work = Callable[..., None]


def task(name: str) -> Callable[[Work], Work]:
    """Register a function as the task `name` ("messages.deliver"); `jobs.actions.enqueue` names it so."""

    def register(work: Work) -> Work:
        app.task(name=name)(work)
        return work

    return register


def periodic(name: str, cron: str, *, earlier: str = "") -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function that the workers run at the cron times, once for all of them together.

    A run that waits is not joined by a second one, and two runs of the same work never overlap. To have a run at
    once: `jobs.actions.enqueue(name, key=name)`. Args: earlier: the name under which a job of it may still wait.
    """

    def register(work: Callable[[], None]) -> Callable[[], None]:
        def tick(timestamp: int = 0) -> None:
            work()

        aliases = [earlier] if earlier else []
        app.periodic(cron=cron)(app.task(name=name, aliases=aliases, queueing_lock=name, lock=name)(tick))
        return work

    return register
