"""Hand a mail to the mail host at most once: claim it, hand it over, note what came of it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhiping.accounts.queries import stop_token
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.jobs import actions as jobs
from zhiping.messages import ports, queries
from zhiping.messages.models import OutboxMail
from zhiping.messages.rules.delivery import wait_after
from zhiping.messages.rules.texts import TEXTS

State = OutboxMail.State
FAULT_LENGTH = 300
FOOTER = {
    "zh": "此邮件由{association}质量提升活动平台自动发出，请勿回复。",
    "en": "Sent by the platform of {association}; please do not reply.",
}
STOP = {
    "zh": "不再接收提醒邮件（正式通知照常发送）：{address}\n",
    "en": "No more reminders by mail (official notices still come): {address}\n",
}


def deliver(*, mail_id: int, at: datetime) -> None:
    """Hand one waiting mail over, unless somebody has claimed it.

    The claim is committed before the host hears of the mail: whatever dies afterwards, nobody sends it twice.
    A mail whose claimant died stays claimed and shows up among `queries.mails_in_trouble`.
    Side effects in order: waiting → claimed; mail handed over; claimed → sent, or back to waiting with a later
    job after a refusal for now, or failed after a refusal for good.
    Args: at: real instant.
    """
    if not _claim(mail_id, at):
        return
    mail = OutboxMail.objects.select_related("message__to").get(pk=mail_id)
    try:
        ports.hand_over(
            address=mail.address,
            subject=mail.message.subject,
            body=_text(mail),
            message_id=f"<zhiping-{mail.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            stop=_way_out(mail),
        )
    except ports.Refused as refusal:
        _put_back(mail, str(refusal), for_good=refusal.for_good, at=at)
    except ports.Unsure as doubt:
        _settle(mail, fault=str(doubt)[:FAULT_LENGTH])
    else:
        _settle(mail, state=State.SENT, sent_at=at, fault="")


@transaction.atomic
def sweep() -> None:
    """Give every waiting mail a delivery job, should it have lost its own."""
    for mail_id in queries.waiting_mail_ids():
        jobs.enqueue("messages.deliver", key=f"mail:{mail_id}", mail_id=mail_id)


@transaction.atomic
def settle(*, mail_id: int, again: bool, at: datetime) -> OutboxMail:
    """Take a mail in trouble out of it: to be handed over anew, or never; the caller has asked and journals it.

    Raises: NotFound; RuleViolation("mail.not_in_trouble") when somebody has settled it or it was just sent.
    """
    mail = OutboxMail.objects.select_for_update(no_key=True).filter(pk=mail_id).first()
    if mail is None:
        raise NotFound
    if not queries.mails_in_trouble(at).filter(pk=mail_id).exists():
        raise RuleViolation("mail.not_in_trouble")
    mail.state, mail.attempts, mail.claimed_at = (State.WAITING if again else State.DROPPED), 0, None
    mail.save(update_fields=["state", "attempts", "claimed_at"])
    if again:
        jobs.enqueue("messages.deliver", key=f"mail:{mail.pk}", mail_id=mail.pk)
    return mail


@transaction.atomic(durable=True)
def _claim(mail_id: int, at: datetime) -> bool:
    waiting = OutboxMail.objects.filter(pk=mail_id, state=State.WAITING)
    return waiting.update(state=State.CLAIMED, claimed_at=at, attempts=F("attempts") + 1) == 1


@transaction.atomic
def _put_back(mail: OutboxMail, fault: str, *, for_good: bool, at: datetime) -> None:
    wait = None if for_good else wait_after(mail.attempts)
    if wait is None:
        _settle(mail, state=State.FAILED, fault=fault[:FAULT_LENGTH])
        return
    _settle(mail, state=State.WAITING, claimed_at=None, fault=fault[:FAULT_LENGTH])
    jobs.enqueue("messages.deliver", key=f"mail:{mail.pk}", not_before=at + wait, mail_id=mail.pk)


def _settle(mail: OutboxMail, **facts: object) -> None:
    OutboxMail.objects.filter(pk=mail.pk, state=State.CLAIMED).update(**facts)


def _way_out(mail: OutboxMail) -> str:
    """Return the address that stops such mails; none for what is official."""
    template = TEXTS.get(mail.message.code)
    if template is None or template.official:
        return ""
    return f"{settings.BASE_URL.rstrip('/')}/reminders/stop/?t={stop_token(mail.message.to_id)}"


def _text(mail: OutboxMail) -> str:
    english = mail.message.to.language.startswith("en")
    link = f"\n\n{settings.BASE_URL.rstrip('/')}{mail.message.link}" if mail.message.link else ""
    language = "en" if english else "zh"
    footer = FOOTER[language].format(association=settings.ASSOCIATION)
    stop = _way_out(mail)
    out = STOP[language].format(address=stop) if stop else ""
    return f"{mail.message.body}{link}\n\n-- \n{footer}\n{out}"
