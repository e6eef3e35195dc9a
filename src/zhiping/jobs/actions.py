"""Put work into the queue, and work it off."""

from __future__ import annotations

import asyncio
from datetime import datetime

from django.db import connection, transaction
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

# A worker that is told to end lets its jobs finish for so long; what is left then is rescued by another worker.
GRACE_SECONDS = 10


def enqueue(
    task_name: str,
    *,
    key: str | None = None,
    not_before: datetime | None = None,
    **values: object,
) -> bool:
    """Put a job into the queue within the caller's transaction: rolled back, it never existed.

    Args: task_name: as registered by `jobs.ports.task`. key: while a job with this key waits, no second one is
    added. not_before: UTC instant of the real clock. values: what JSON can hold; ids rather than rows.
    Returns: whether a job was added.
    Raises: TaskNotFound for a name nobody registered.
    """
    deferrer = app.configure_task(
        task_name,
        allow_unknown=False,
        queueing_lock=key,
        schedule_at=not_before,
    )
    try:
        with transaction.atomic():
            deferrer.defer(**values)  # type: ignore[arg-type]
    except AlreadyEnqueued:
        return False
    return True


def forget(task_name: str) -> int:
    """Take the waiting jobs of one kind out of the queue; for a demo, whose past is invented. Returns: how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s", [task_name])
        return int(cursor.rowcount)


def run_worker(*, concurrency: int = 2, until_idle: bool = False) -> None:
    """Work off the queue until told to end by SIGTERM or SIGINT, or until nothing that is due waits."""
    if not isinstance(app.connector, DjangoConnector):
        msg = "this process runs a worker already"
        raise TypeError(msg)
    with app.replace_connector(app.connector.get_worker_connector()) as serving:
        asyncio.run(_work(serving, concurrency=concurrency, until_idle=until_idle))


async def _work(serving: App, *, concurrency: int, until_idle: bool) -> None:
    async with serving.open_async():
        await serving.run_worker_async(
            concurrency=concurrency,
            wait=not until_idle,
            shutdown_graceful_timeout=GRACE_SECONDS,
            install_signal_handlers=not until_idle,
        )
