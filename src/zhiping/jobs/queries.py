"""How the queue is doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker


@dataclass(frozen=True, slots=True)
class Lag:
    """silence: since the newest report of any worker, None if there is none. oldest_wait: of the job due longest.

    set_aside: jobs that failed for good and wait for a person.
    """

    silence: timedelta | None
    oldest_wait: timedelta
    set_aside: int


def worker_lag(at: datetime) -> Lag:
    """Return how far the workers are behind, for /readyz and the office.

    Args: at: real instant. A job without a schedule waits since it was put into the queue.
    """
    heard = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    due = ProcrastinateJob.objects.filter(status="todo").filter(Q(scheduled_at=None) | Q(scheduled_at__lte=at))
    queued = due.filter(procrastinateevent__type="deferred").aggregate(
        unscheduled=Min("procrastinateevent__at", filter=Q(scheduled_at=None)),
        scheduled=Min("scheduled_at"),
    )
    instants = [instant for instant in queued.values() if instant is not None]
    return Lag(
        silence=None if heard is None else max(at - heard, timedelta()),
        oldest_wait=max(at - min(instants), timedelta()) if instants else timedelta(),
        set_aside=ProcrastinateJob.objects.filter(status="failed").count(),
    )


def values_at_work(task_name: str, value: str) -> set[object]:
    """Return what the waiting and running jobs of one kind were given under this name, such as ids of rows."""
    living = ProcrastinateJob.objects.filter(task_name=task_name, status__in=("todo", "doing"))
    return {args.get(value) for args in living.values_list("args", flat=True)}
