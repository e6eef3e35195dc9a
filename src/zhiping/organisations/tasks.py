"""Mail invitations in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.jobs.ports import task
from zhiping.organisations import actions


@task("organisations.mail_invitation")
def mail_invitation(invitation_id: int) -> None:
    """Mail one invitation's link."""
    actions.mail_invitation(invitation_id=invitation_id, at=timezone.now())
