"""What the clock does by itself: ends what is overdue, reminds before something ends."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from zhiping.core.errors import Refusal
from zhiping.core.permissions.actor import SYSTEM
from zhiping.journey.queries import deadlines as queries
from zhiping.messages import actions as messages
from zhiping.messages import queries as told
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.screening import actions as screening

log = logging.getLogger(__name__)


def run_deadlines(*, edition: Edition, at: datetime) -> None:
    """Do all that an edition's clock has reached; each piece in a transaction of its own, again and again harmless.

    Side effects in order: supplements that ran out go back to the check; reminders go out, each once.
    A public notice is closed by its own task in `decision`.
    Args: at: the edition's instant (programmes.queries.now).
    """
    for application_id in queries.overdue_supplements(edition, at):
        try:
            screening.end_overdue(application_id=application_id, by=SYSTEM, at=at)
        except Refusal as refusal:
            # Somebody was quicker: the next look finds the case where it is then.
            log.info("deadline of case %s not kept by the clock: %s", application_id, refusal)
    send_reminders(edition=edition, at=at)


@transaction.atomic
def send_reminders(*, edition: Edition, at: datetime) -> None:
    """Send the reminders whose turn has come and that nobody has got yet."""
    due = list(queries.reminders(edition, at))
    keys = {f"{reminder.key}:{user_id}" for reminder in due for user_id in reminder.to}
    sent = told.keys_told(keys)
    for reminder in due:
        to = [user_id for user_id in reminder.to if f"{reminder.key}:{user_id}" not in sent]
        if not to:
            continue
        messages.send(
            reminder.code,
            to=to,
            key=reminder.key,
            facts=reminder.facts,
            link=reminder.link,
            wording=programmes.wording(edition),
            at=at,
        )
