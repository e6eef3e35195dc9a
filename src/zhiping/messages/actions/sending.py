"""Tell people what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from zhiping.accounts.models import User
from zhiping.asking import prepared
from zhiping.core.definition.messages import MessageText
from zhiping.jobs import actions as jobs
from zhiping.messages.models import Message, OutboxMail
from zhiping.messages.rules.templates import Template, check, render, worded
from zhiping.messages.rules.texts import TEXTS

FEW = 4
"""The questions about so many people at most are prepared, for each number its own; about more they are rare."""


def send(
    code: str,
    *,
    to: Iterable[int],
    key: str,
    facts: Mapping[str, object],
    link: str = "",
    wording: Mapping[str, MessageText] | None = None,
    at: datetime,
) -> None:
    """Tell each of these people once, in the site and by mail, within the transaction of the act that tells.

    Side effects in order: Message row per person who has none under this key; OutboxMail row and a delivery job
    for those who can get mail. Rolled back with the act, nothing was ever sent; called again, nothing is added.
    Args: code: a key of messages.rules.texts. to: ids of people. key: what happened about what, such as
    "screening.supplement:12"; the person is added to it. link: path on this site.
    wording: the edition's own words by code (programmes.queries.wording), which go before the house's.
    Raises: KeyError for an unknown code; ValueError for facts that are not the template's.
    """
    template = worded(TEXTS[code], (wording or {}).get(code))
    check(template, facts)
    with transaction.atomic(savepoint=False):  # told with the act or not at all; many acts tell hundreds
        _tell(code, template, to, (key, facts, link), at)


def _tell(
    code: str, template: Template, to: Iterable[int], what: tuple[str, Mapping[str, object], str], at: datetime
) -> None:
    """Write the message and the mail to each person. what: key, facts and link, as `send` takes them."""
    key, facts, link = what
    ids = set(to)
    people_of, told_of = (_people, _told) if len(ids) <= FEW else (_people.build, _told.build)
    people = {f"{key}:{person.pk}": person for person in people_of(*ids)}
    told = set(told_of(*people))
    new = []
    for message_key, person in people.items():
        if message_key not in told:
            letter = render(template, facts, person.language)
            new.append(
                Message(
                    key=message_key,
                    to=person,
                    code=code,
                    facts=dict(facts),
                    subject=letter.subject,
                    body=letter.body,
                    link=link,
                    created_at=at,
                )
            )
    # told twice at once, the second finds the first's row: `update_conflicts` writes nothing new, but tells its id
    Message.objects.bulk_create(new, update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    _post(new)


@prepared
def _people(*ids: int) -> QuerySet[User]:
    return User.objects.filter(pk__in=ids).order_by("pk")


@prepared
def _told(*keys: str) -> QuerySet[Message, str]:
    return Message.objects.filter(key__in=keys).order_by().values_list("key", flat=True)


def _post(messages: list[Message]) -> None:
    """Put a mail into the outbox for each message whose reader can get mail; one that stands there is not sent again."""
    mails = [
        OutboxMail(message=message, address=message.to.email)
        for message in messages
        if message.to.is_active and message.to.email and (message.to.reminder_mails or TEXTS[message.code].official)
    ]
    OutboxMail.objects.bulk_create(mails, update_conflicts=True, unique_fields=["message"], update_fields=["message"])
    for mail in mails:
        jobs.enqueue("messages.deliver", key=f"mail:{mail.pk}", mail_id=mail.pk)
