"""Write the journal. Called inside the transaction of the act itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.permissions.actor import Actor
from zhiping.journal.models import Entry


def write(
    act: str, *, subject: str, edition_key: str = "", reason: str = "", by: Actor, at: datetime, **facts: object
) -> Entry:
    """Record one official act for whoever audits it later.

    Args: act: "<package>.<verb>"; subject: "<kind>:<id>"; facts: plain values, never secrets.
    Raises: RuntimeError outside a transaction, because an act without its entry must not be possible.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "the journal is written only inside the transaction of the act"
        raise RuntimeError(msg)
    return Entry.objects.create(
        at=at,
        user_id=by.user_id,
        role=by.role.value,
        scope_id=by.scope_id,
        actor_name=by.name,
        act=act,
        subject=subject,
        edition_key=edition_key,
        reason=reason,
        facts=facts,
    )
