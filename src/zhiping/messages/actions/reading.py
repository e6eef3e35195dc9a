"""Read a message."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.messages.models import Message


@transaction.atomic
def mark_read(*, user_id: int, message_id: int, at: datetime) -> None:
    """Note when a person first opened a message; no official act, so the journal does not record it."""
    Message.objects.filter(to_id=user_id, pk=message_id, read_at__isnull=True).update(read_at=at)
