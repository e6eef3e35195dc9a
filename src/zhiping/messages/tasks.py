"""Deliver mails in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.jobs.ports import periodic, task
from zhiping.messages import actions


@task("messages.deliver")
def deliver(mail_id: int) -> None:
    """Hand one mail to the mail host."""
    actions.deliver(mail_id=mail_id, at=timezone.now())


@periodic("messages.sweep", cron="*/5 * * * *")
def sweep() -> None:
    """Find waiting mails that have lost their job."""
    actions.sweep()
