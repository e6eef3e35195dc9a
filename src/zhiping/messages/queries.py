"""Read the inbox; see which mails need a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.messages.models import Message, OutboxMail

# Handing a mail over takes seconds; what is still claimed after this long was broken off.
BROKEN_OFF_AFTER = timedelta(minutes=10)


def inbox(user_id: int) -> QuerySet[Message]:
    """Return the messages to this person, newest first."""
    return Message.objects.filter(to_id=user_id)


def unread(user_id: int) -> QuerySet[Message]:
    """Return the messages that this person has not opened."""
    return Message.objects.filter(to_id=user_id, read_at__isnull=True)


def unread_count(user_id: int) -> int:
    """Return how many messages this person has not opened."""
    return unread(user_id).count()


def message_to(user_id: int, message_id: int) -> Message:
    """Return one message to this person. Raises: NotFound for absent and other people's alike."""
    message = Message.objects.filter(to_id=user_id, pk=message_id).first()
    if message is None:
        raise NotFound
    return message


def mails_in_trouble(at: datetime) -> QuerySet[OutboxMail]:
    """Return the mails that need a person, oldest first: given up, or broken off while the host held them.

    Args: at: real instant.
    """
    broken_off = Q(state=OutboxMail.State.CLAIMED, claimed_at__lt=at - BROKEN_OFF_AFTER)
    given_up = Q(state=OutboxMail.State.FAILED)
    return OutboxMail.objects.filter(broken_off | given_up).select_related("message__to").order_by("pk")


def mail_in_trouble(mail_id: int, at: datetime) -> OutboxMail:
    """Return one mail that needs a person. Raises: NotFound."""
    found = mails_in_trouble(at).filter(pk=mail_id).first()
    if found is None:
        raise NotFound
    return found


def waiting_for(actor: Actor) -> list[Item]:
    """Return one line for the office while mails need a person."""
    if actor.role not in (Role.SECRETARIAT, Role.OPERATOR):
        return []
    trouble = mails_in_trouble(timezone.now()).aggregate(count=Count("pk"), since=Min("message__created_at"))
    if not trouble["count"]:
        return []
    return [
        Item(
            title="",
            what="settle_mail",
            href_name="secretariat:mails",
            since=trouble["since"],
            count=trouble["count"],
        )
    ]


def waiting_mail_ids(limit: int = 500) -> list[int]:
    """Return the mails that wait to be handed over, oldest first."""
    waiting = OutboxMail.objects.filter(state=OutboxMail.State.WAITING)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def keys_told(keys: Iterable[str]) -> set[str]:
    """Return those of the keys ("key:user id") under which a message exists."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))
