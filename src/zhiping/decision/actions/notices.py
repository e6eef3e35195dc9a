"""Open a public notice on a frozen list, and close it when its last day is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.core.as_read import check_as_read
from zhiping.core.calendar import civil_day, due_at
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.decision import permissions
from zhiping.decision.actions import telling
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.actions.sign_off import require_signed_off
from zhiping.decision.models import NoticeItem, Objection, PublicNotice
from zhiping.decision.queries import approval
from zhiping.decision.queries import notices as queries
from zhiping.decision.rules import lists, notices
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes


@transaction.atomic
def open_notice(*, edition_id: int, stage_id: str, read: str | None = None, by: Actor, at: datetime) -> PublicNotice:
    """Freeze the resolved list and show it to the public for exactly N calendar days from now.

    Side effects in order: PublicNotice with the list's hash and end; one NoticeItem a case; journal entry; message
    to each applicant. The day of opening does not count; the notice ends at 24:00 of its N-th day.
    Args: read: hash of the list that was read; None for the list as it stands.
    Raises: NotAllowed; NotFound for a stage that is no notice; RuleViolation("notice.opened_already" |
    "notice.no_days" | "notice.unresolved" | "notice.empty" | "read.changed" | "sign_off.missing").
    Source: excellence-2024 附件1 第十三条 (公示时间为7个自然日); requirements H2.
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    opened = dict(queries.notice_stages(edition))
    if stage_id not in opened:
        raise NotFound
    if opened[stage_id] is not None:
        raise RuleViolation("notice.opened_already")
    definition = programmes.definition_of(edition)
    days = notices.days_of(definition, stage_id)
    notices.check_days(days)
    notices.check_resolved(approval.before_committee(edition).count())
    rows = queries.preview(edition, stage_id)
    lists.check_not_empty(rows, "notice.empty")
    list_hash = lists.list_hash(edition.key, rows)
    check_as_read(read, list_hash)
    require_signed_off(edition, approval.resolved_hash(edition))
    notice = PublicNotice.objects.create(
        edition=edition,
        stage_id=stage_id,
        title=lists.notice_title(definition),
        days=days,
        opened_at=at,
        closes_at=due_at(at, days),
        list_hash=list_hash,
        opened_by_id=by.person_id,
    )
    NoticeItem.objects.bulk_create(
        NoticeItem(notice=notice, application_id=row["application"], level=row["level"], row=row) for row in rows
    )
    journal.write(
        "decision.open_notice",
        subject=f"notice:{notice.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        list_hash=notice.list_hash,
        days=days,
        closes_at=notice.closes_at,
        cases=len(rows),
    )
    for item in notice.items.select_related("application__edition"):
        telling.applicant("decision.on_notice", item.application, {"ends_on": _last_day(notice)}, at=at)
    return notice


def _last_day(notice: PublicNotice) -> object:
    return civil_day(notice.closes_at - lists.ONE_SECOND)


@transaction.atomic
def close_notice(*, notice_id: int, by: Actor, at: datetime) -> PublicNotice:
    """Close a notice whose last day is over: confirm what nobody objects to, take out what an objection upheld.

    Side effects in order: PublicNotice closed; per case `confirm` or `uphold`; a case with an open objection stays
    where it is until the objection is settled; journal entry. Closing twice changes nothing.
    Raises: NotAllowed; NotFound; RuleViolation("notice.still_open").
    Source: excellence-2024 附件1 第十三条, 第十七条; requirements H2 (suspends that item only).
    """
    notice = (
        PublicNotice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .filter(pk=notice_id)
        .first()
    )
    if notice is None:
        raise NotFound
    permissions.require_office_or_clock(by)
    if notice.closed_at is not None:
        return notice
    notices.check_over(notice.closes_at, at)
    notice.closed_at = at
    notice.save(update_fields=["closed_at"])
    journal.write("decision.close_notice", subject=f"notice:{notice.pk}", edition_key=notice.edition.key, by=by, at=at)
    for item in notice.items.order_by("application_id"):
        conclude(item, by=by, at=at)
    return notice


def conclude(item: NoticeItem, *, by: Actor, at: datetime) -> None:
    """Move one case of a closed notice on or out; leave it while an objection is open. Called by acts only."""
    case = lifecycle.lock(item.application_id)
    if case.state != item.notice.stage_id:
        return
    states = set(Objection.objects.filter(item=item).values_list("state", flat=True))
    if Objection.State.OPEN in states:
        return
    if Objection.State.UPHELD in states:
        lifecycle.move(case, "uphold", reason="异议成立", by=by, at=at)
        telling.applicant("decision.not_selected", case, {}, at=at)
        return
    lifecycle.move(case, "confirm", by=by, at=at)
