"""The queue's own upkeep: jobs of killed workers go to living ones, finished jobs are cleared away.

And what the packages below the queue want done by the clock.
"""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from zhiping.accounts import actions as accounts
from zhiping.jobs import rules
from zhiping.jobs.ports import periodic

# A living worker reports every 10 seconds.
SILENT_SECONDS = 30
KEPT_HOURS = 72


# Without `lock`: a rescuer that is killed itself must not bar the next one.
@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that fell silent to living ones; set aside what killed a worker time and again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if job.id is None:
            continue
        if not rules.may_run_again(job.attempts):
            await manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            # The same work waits already under its key: that one takes over.
            await manager.finish_job_by_id_async(job.id, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(name="jobs.clear", queueing_lock="jobs.clear", pass_context=True)
async def clear(context: JobContext, timestamp: int) -> None:
    """Remove what succeeded some days ago; what failed stays until a person has looked."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_aborted=True)


@periodic("accounts.forget_expired", cron="37 3 * * *", earlier="accounts.forget_sessions")
def forget_expired() -> None:
    """Remove what has run out by now: sessions, and the counts by which limits judge who asks too often."""
    now = timezone.now()
    accounts.forget_sessions(at=now)
    accounts.forget_counts(at=now)
