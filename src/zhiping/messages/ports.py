"""The mail host: it takes a mail, refuses it for now, refuses it for good, or leaves us unsure."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.mail import EmailMessage, get_connection

TIMEOUT_SECONDS = 20
# A host's answers from 500 on will not change; those below may.
_FOR_GOOD = 500


class Refused(Exception):
    """The host surely did not take the mail. for_good: asking again is of no use."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class Unsure(Exception):
    """The talk with the host broke off while it held the mail: it may have left."""


def hand_over(*, address: str, subject: str, body: str, message_id: str, stop: str = "") -> None:
    """Give one mail to the mail host and return when the host has taken it.

    Args: stop: the address that stops such mails with one click (RFC 8058); empty for official ones.
    Raises: Refused before the host took it; Unsure when the connection broke while it was being taken.
    """
    connection = get_connection(timeout=TIMEOUT_SECONDS)
    mail = EmailMessage(
        subject,
        body,
        to=[address],
        connection=connection,
        headers={"Message-ID": message_id, **_one_click(stop)},
    )
    with _before_the_mail():
        connection.open()
    try:
        with _while_the_mail_is_taken():
            connection.send_messages([mail])
    finally:
        connection.close()


def _one_click(stop: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop else {}


@contextmanager
def _before_the_mail() -> Iterator[None]:
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        raise Refused(_said(error)) from error


@contextmanager
def _while_the_mail_is_taken() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max((answer[0] for answer in error.recipients.values()), default=0)
        raise Refused(_said(error), for_good=code >= _FOR_GOOD) from error
    except smtplib.SMTPServerDisconnected as error:
        raise Unsure(_said(error)) from error
    except smtplib.SMTPResponseException as error:
        raise Refused(_said(error), for_good=error.smtp_code >= _FOR_GOOD) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(_said(error), for_good=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure(_said(error)) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
