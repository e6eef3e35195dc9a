"""One supplement round: asked by the office, answered by the applicant, or run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiping.applications import lifecycle
from zhiping.applications import permissions as of_applications
from zhiping.applications.actions.attachments import check_against
from zhiping.applications.actions.versions import freeze
from zhiping.applications.models import Application, Attachment
from zhiping.applications.queries.completeness import file_rules
from zhiping.applications.queries.facts import standing_files
from zhiping.asking import forget
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.files import actions as files
from zhiping.files.models import StoredFile
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.screening import queries, rules
from zhiping.screening.actions.findings import begin, look
from zhiping.screening.actions.telling import applicants, tell
from zhiping.screening.models import Finding, Result

OTHER = "supplement"  # the rule of a file that answers a finding about no file of the edition

LARGEST = 20 * 1024**2  # bytes of a file that no rule of the edition speaks of


@transaction.atomic
def return_for_supplement(
    *, application_id: int, finding_ids: Sequence[int], due_at: datetime, by: Actor, at: datetime
) -> Result:
    """Ask the applicant to mend the findings named, until a date.

    Side effects in order: findings asked; Result row; state screening → supplement; journal; message.
    Raises: NotFound; NotAllowed; RuleViolation("supplement.without_items" | "supplement.due_in_past" |
    "supplement.rounds_used" | "screening.refusal_pending" | "screening.not_here").
    Source: excellence-2024 第九条.
    """
    application = begin(application_id, by)
    rules.check_supplement(finding_ids, due_at=due_at, at=at)
    if queries.pending_refusal(application) is not None:
        raise RuleViolation("screening.refusal_pending")
    _check_rounds(application)
    asked = list(Finding.objects.filter(application=application, pk__in=finding_ids, state=Finding.State.OPEN))
    if not asked:
        raise RuleViolation("supplement.without_items")
    for finding in asked:
        finding.state, finding.due_at = Finding.State.ASKED, due_at
    Finding.objects.bulk_update(asked, ["state", "due_at"])
    items = "\n".join(f"· {finding.text}" for finding in asked)
    result = Result.objects.create(
        application=application,
        verdict=Result.Verdict.SUPPLEMENT,
        reason=items,
        given_at=at,
        given_by_id=by.person_id,
    )
    lifecycle.move(application, "return_for_supplement", reason=items, by=by, at=at)
    tell(
        application,
        "supplement_requested",
        about=result.pk,
        to=applicants(application),
        at=at,
        items=items,
        due_at=due_at,
    )
    return result


def _check_rounds(application: Application) -> None:
    if not queries.supplements_left(application):
        raise RuleViolation("supplement.rounds_used", rounds=queries.supplements_used(application))


@transaction.atomic
def answer(
    *,
    application_id: int,
    replies: Mapping[int, str],
    attachments: Mapping[int, tuple[str, bytes]] | None = None,
    by: Actor,
    at: datetime,
) -> Application:
    """Answer every finding asked for, with words, a file or both; the case is checked again, by the machine at once.

    A file stands among the case's materials under the rule its finding names, in the place of what it replaces.
    Side effects in order: files stored and attached; findings answered; Version frozen; state supplement →
    screening; journal; the machine looks again and resolves what no longer holds; message to who asked.
    Args: replies: finding id → words; attachments: finding id → (name, bytes).
    Raises: NotFound; NotAllowed; RuleViolation("supplement.unanswered" | "supplement.too_late" | "file.*").
    Source: excellence-2024 第九条.
    """
    application = lifecycle.lock(application_id)
    of_applications.require(by, application, Verb.ANSWER, Field.FINDINGS)
    asked = queries.asked_findings(application)
    if any(finding.due_at is not None and at >= finding.due_at for finding in asked):
        raise RuleViolation("supplement.too_late")
    rules.check_answers([finding.pk for finding in asked], replies, files=attachments or {})
    for finding in asked:
        given = (attachments or {}).get(finding.pk)
        if given is not None:
            finding.reply_file = _hand_in(application, finding, given, by, at)
        finding.reply = replies.get(finding.pk, "").strip()
        finding.replied_at, finding.state = at, Finding.State.ANSWERED
        finding.save(update_fields=["reply", "reply_file", "replied_at", "state"])
    freeze(application, occasion="supplement", by=by, at=at)
    lifecycle.move(application, "answer_supplement", by=by, at=at)
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("screening.answer", subject=subject, edition_key=key, by=by, at=at, findings=len(asked))
    look(application, by=SYSTEM, at=at)
    _tell_who_asked(application, at)
    return application


def _hand_in(
    application: Application, finding: Finding, given: tuple[str, bytes], by: Actor, at: datetime
) -> StoredFile:
    """Attach a file that answers a finding; where its rule takes no more, the oldest one gives way."""
    rule = next((r for r in file_rules(application, at) if r.id == finding.file_rule), None)
    limit = rule.max_bytes if rule is not None else LARGEST
    stored = files.store(name=given[0], content=given[1], max_bytes=limit, by=by, at=at)
    standing = application.attachments.filter(rule_id=finding.file_rule or OTHER, removed_at__isnull=True)
    if rule is not None:
        check_against(rule, stored)
        for replaced in list(standing.order_by("pk"))[: max(standing.count() - rule.max_count + 1, 0)]:
            replaced.removed_at, replaced.removed_by_id = at, by.person_id
            replaced.save(update_fields=["removed_at", "removed_by"])
    Attachment.objects.create(
        application=application, rule_id=finding.file_rule or OTHER, file=stored, added_at=at, added_by_id=by.person_id
    )
    forget(application, standing_files)
    return stored


def _tell_who_asked(application: Application, at: datetime) -> None:
    asked = Result.objects.filter(application=application, verdict=Result.Verdict.SUPPLEMENT).last()
    if asked is not None:
        tell(application, "supplement_answered", about=asked.pk, to=[asked.given_by_id], at=at)


@transaction.atomic
def remind(*, application_id: int, by: Actor, at: datetime) -> Application:
    """Remind an applicant by hand of a supplement still owed, beside the reminders that the clock sends.

    Side effects in order: message, once a day; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("supplement.none_asked" | "supplement.run_out" |
    "supplement.reminded_today").
    """
    application = lifecycle.lock(application_id)
    of_applications.require(by, application, Verb.SCREEN, Field.FINDINGS)
    standing = queries.standings([application.pk], at)[application.pk]
    hindered = rules.hindrance(rules.BulkAct.REMIND, standing, at)
    if hindered is not None or standing.due_at is None:
        raise hindered or RuleViolation("supplement.none_asked")
    items = "\n".join(f"· {finding.text}" for finding in queries.asked_findings(application))
    messages.send(
        "screening.supplement_reminder",
        to=applicants(application),
        key=queries.reminder_key(application.pk, at),
        facts={
            "title": application.title,
            "edition": application.edition.title,
            "items": items,
            "due_at": timezone.localtime(standing.due_at),
        },
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("screening.remind", subject=subject, edition_key=key, by=by, at=at)
    return application


@transaction.atomic
def end_overdue(*, application_id: int, by: Actor, at: datetime) -> Application:
    """Bring a case whose supplement date has passed back to the check, its findings still open.

    Done by the clock (the platform itself), or by the office where the clock has not come round yet.
    Side effects in order: findings open again; state supplement → screening; journal; message.
    Raises: NotFound; NotAllowed; RuleViolation("supplement.not_due").
    """
    application = lifecycle.lock(application_id)
    if by != SYSTEM:
        of_applications.require(by, application, Verb.SCREEN, Field.FINDINGS)
    asked = queries.asked_findings(application)
    if not asked or any(finding.due_at is None or finding.due_at > at for finding in asked):
        raise RuleViolation("supplement.not_due")
    due_at = max(finding.due_at for finding in asked if finding.due_at)
    Finding.objects.filter(pk__in=[finding.pk for finding in asked]).update(state=Finding.State.OPEN)
    lifecycle.move(application, "answer_supplement", reason="补正逾期", by=by, at=at)
    tell(application, "supplement_overdue", about=asked[0].pk, to=applicants(application), at=at, due_at=due_at)
    return application
