"""Change what an account itself holds. Official acts about offices are journalled in `journey.actions.offices`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core import signing
from django.db import connection, transaction

from zhiping.accounts import queries, rules
from zhiping.accounts.models import BrowserSession, Count, OfficeRole, SavedView, User
from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.rates import Rate

COUNT = """
INSERT INTO accounts_count AS known (key, asked, ends_at) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
    asked = CASE WHEN known.ends_at <= %s THEN 1 ELSE known.asked + 1 END,
    ends_at = CASE WHEN known.ends_at <= %s THEN excluded.ends_at ELSE known.ends_at END
RETURNING key, asked, ends_at
"""


@transaction.atomic
def set_preferences(
    *, mobile: str, language: str, large_type: bool, reminder_mails: bool, by: Actor, at: datetime
) -> None:
    """Keep how a person wants to read the platform; no official act, so the journal does not record it.

    Raises: NotAllowed for somebody without an account.
    """
    if by.user_id is None:
        raise NotAllowed
    User.objects.filter(pk=by.user_id).update(
        mobile=mobile, language=language, large_type=large_type, reminder_mails=reminder_mails
    )


@transaction.atomic
def stop_reminder_mails(*, token: str, at: datetime) -> None:
    """Send this person no more mails that only remind; the token of a mail is the whole right to say so.

    Messages in the inbox and mails of official acts go on. No official act, so the journal does not record it.
    Raises: NotFound for a token that we did not make.
    """
    try:
        user_id = int(signing.Signer(salt=queries.STOP_REMINDERS).unsign(token))
    except signing.BadSignature as forged:
        raise NotFound from forged
    User.objects.filter(pk=user_id).update(reminder_mails=False)


@transaction.atomic
def add_office(*, user_id: int, office: str, body: str, by: Actor, at: datetime) -> OfficeRole:
    """Give a person an office from `at` on; the caller has asked whether that is allowed, and journals it.

    Args: body: name of the guiding unit, empty for the other offices.
    Raises: NotFound for an unknown or disabled person;
    RuleViolation("office.unknown" | "office.body_missing" | "office.held_already").
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound
    rules.check_office(office, body, known=OfficeRole.Office.values)
    rules.check_not_held(office, body, held=queries.offices_held(user_id))
    return OfficeRole.objects.create(user=user, office=office, body=body, granted_at=at, granted_by_id=by.user_id)


@transaction.atomic
def close_office(*, office_id: int, by: Actor, at: datetime) -> OfficeRole:
    """End an office at once; the caller has asked whether that is allowed, and journals it.

    Raises: NotFound for an unknown or ended office;
    RuleViolation("office.last_one") when nobody could grant offices any more.
    """
    standing = OfficeRole.objects.select_for_update(no_key=True).filter(ended_at__isnull=True)
    # All offices that can grant are locked together: two last officers cannot end each other at once.
    grantors = list(standing.filter(office__in=rules.GRANTORS, user__is_active=True).order_by("pk"))
    role = standing.filter(pk=office_id).first()
    if role is None:
        raise NotFound
    rules.check_somebody_stays(role.pk, grantors={g.pk for g in grantors})
    role.ended_at = at
    role.save(update_fields=["ended_at"])
    return role


@transaction.atomic
def save_view(*, list_name: str, name: str, query: str, shared: bool, by: Actor, at: datetime) -> SavedView:
    """Keep a list of the office under a name, for oneself or for all colleagues; the same name is overwritten.

    No official act, so the journal does not record it.
    Args: query: the list's address after the "?", made by the page and not by the person.
    Raises: NotAllowed; RuleViolation("view.nameless" | "view.too_many" | "view.too_long").
    """
    if by.role is not Role.SECRETARIAT:
        raise NotAllowed
    User.objects.select_for_update(no_key=True).get(pk=by.person_id)  # two saves at once do not pass the limit
    kept = SavedView.objects.filter(owner_id=by.person_id, list=list_name)
    rules.check_view(name.strip(), query, others=set(kept.values_list("name", flat=True)))
    facts = {"query": query, "is_shared": shared, "saved_at": at}
    found, _is_new = SavedView.objects.update_or_create(
        owner_id=by.person_id, list=list_name, name=name.strip(), defaults=facts
    )
    return found


@transaction.atomic
def delete_view(*, view_id: int, by: Actor, at: datetime) -> None:
    """Give a view of one's own up; a colleague's shared one stays theirs. Raises: NotFound."""
    gone, _rows = SavedView.objects.filter(pk=view_id, owner_id=by.user_id).delete()
    if not gone:
        raise NotFound


def forget_sessions(*, at: datetime) -> int:
    """Remove the sessions that have run out at this real instant; return how many."""
    return BrowserSession.objects.filter(expire_date__lte=at).delete()[0]


def count(what: str, *, who: str, rates: Sequence[Rate], at: datetime) -> timedelta:
    """Count that this person or place asks once more; return how long it must wait, nothing where it may go on.

    One statement, whatever else asks at the same time, so that all processes on all machines see one count. A span
    begins with the first time that is asked and ends for all of them at once.
    Args: who: as the caller tells people apart; only its digest is kept. at: real instant.
    """
    if not rates:
        return timedelta()
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]
    limits = {f"{what}:{most}/{span.total_seconds():.0f}:{digest}": (most, at + span) for most, span in sorted(rates)}
    asked = [value for key, (_most, ends_at) in limits.items() for value in (key, ends_at)]
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=", ".join(["(%s, 1, %s)"] * len(limits))), [*asked, at, at])
        counted = cursor.fetchall()
    waits = (ends_at - at for key, times, ends_at in counted if times > limits[key][0])
    return max(waits, default=timedelta())


def forget_counts(*, at: datetime) -> int:
    """Remove the counts whose span has ended at this real instant; return how many."""
    return Count.objects.filter(ends_at__lte=at).delete()[0]
