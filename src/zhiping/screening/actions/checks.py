"""Pass or not: a refusal takes two people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.core.as_read import check_as_read
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.screening import queries, rules
from zhiping.screening.actions.findings import begin
from zhiping.screening.actions.telling import applicants, tell
from zhiping.screening.models import Result


@transaction.atomic
def pass_check(*, application_id: int, reason: str = "", read: str | None = None, by: Actor, at: datetime) -> Result:
    """Pass a case on to review; nothing that blocks may stand against it.

    Side effects in order: Result row; state → the next stage; journal; message.
    Args: read: the case as it was read, as `queries.as_read` tells; None for the case as it stands.
    Raises: NotFound; NotAllowed; RuleViolation("screening.findings_stand" | "screening.refusal_pending" |
    "read.changed").
    Source: excellence-2024 第九条 (通过条件审查的成果材料进入书面评审).
    """
    application = begin(application_id, by)
    blocking = [finding for finding in queries.open_findings(application) if finding.blocking]
    if blocking:
        raise RuleViolation("screening.findings_stand", count=len(blocking))
    if queries.pending_refusal(application) is not None:
        raise RuleViolation("screening.refusal_pending")
    check_as_read(read, queries.as_read([application.pk])[application.pk])
    result = Result.objects.create(
        application=application,
        verdict=Result.Verdict.PASSED,
        reason=reason.strip() or "材料齐全，符合申报条件。",
        given_at=at,
        given_by_id=by.person_id,
    )
    lifecycle.move(application, "pass_screening", reason=result.reason, by=by, at=at)
    tell(application, "passed", about=result.pk, to=applicants(application), at=at)
    return result


@transaction.atomic
def fail_check(*, application_id: int, reason: str, read: str | None = None, by: Actor, at: datetime) -> Result:
    """Propose that a case does not pass, with the reason; a second person decides.

    Side effects in order: Result row without confirmation; journal entry. The state does not change yet.
    Args: read: as `pass_check` has it.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "screening.refusal_pending" | "read.changed").
    """
    application = begin(application_id, by)
    rules.check_text(reason)
    if queries.pending_refusal(application) is not None:
        raise RuleViolation("screening.refusal_pending")
    check_as_read(read, queries.as_read([application.pk])[application.pk])
    result = Result.objects.create(
        application=application,
        verdict=Result.Verdict.FAILED,
        reason=reason.strip(),
        given_at=at,
        given_by_id=by.person_id,
    )
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("screening.fail_check", subject=subject, edition_key=key, reason=reason, by=by, at=at)
    return result


@transaction.atomic
def confirm_failure(*, application_id: int, result_id: int | None = None, by: Actor, at: datetime) -> Result:
    """Confirm a colleague's refusal: the case ends, its applicant is told why.

    Side effects in order: Result confirmed; state → not_passed; journal; message.
    Args: result_id: the refusal that was read; None for the one that waits.
    Raises: NotFound; NotAllowed; RuleViolation("screening.no_refusal" | "screening.same_person").
    """
    application = begin(application_id, by)
    result = queries.pending_refusal(application)
    if result is None or result_id not in (None, result.pk):
        raise RuleViolation("screening.no_refusal")
    if result.given_by_id == by.user_id:
        raise RuleViolation("screening.same_person")
    result.confirmed_at, result.confirmed_by_id = at, by.user_id
    result.save(update_fields=["confirmed_at", "confirmed_by"])
    lifecycle.move(application, "fail_screening", reason=result.reason, by=by, at=at)
    tell(application, "not_passed", about=result.pk, to=applicants(application), at=at, reason=result.reason)
    return result


@transaction.atomic
def set_aside_failure(*, application_id: int, reason: str, by: Actor, at: datetime) -> Result:
    """Set a proposed refusal aside: whoever proposed it takes it back, or a colleague does not agree; with the reason.

    Side effects in order: Result set aside; journal entry. The check goes on.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "screening.no_refusal").
    """
    application = begin(application_id, by)
    rules.check_text(reason)
    result = queries.pending_refusal(application)
    if result is None:
        raise RuleViolation("screening.no_refusal")
    result.set_aside_at, result.set_aside_by_id, result.set_aside_reason = at, by.user_id, reason.strip()
    result.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_reason"])
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("screening.set_aside_failure", subject=subject, edition_key=key, reason=reason, by=by, at=at)
    return result
