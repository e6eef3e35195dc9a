"""Work the queue does for this stage."""

from __future__ import annotations

from zhiping.core.permissions.actor import SYSTEM
from zhiping.decision import actions
from zhiping.decision.queries import notices
from zhiping.jobs import ports as jobs
from zhiping.programmes import queries as programmes


@jobs.task("decision.build_certificate")
def build_certificate(certificate_id: int) -> None:
    """Build a certificate's PDF."""
    actions.build_certificate(certificate_id=certificate_id)


@jobs.periodic("decision.close_notices", "* * * * *")
def close_notices() -> None:
    """Close every notice whose last day is over by its edition's clock."""
    for edition in programmes.editions():
        at = programmes.now(edition)
        for notice in notices.due_to_close(edition, at):
            actions.close_notice(notice_id=notice.pk, by=SYSTEM, at=at)
