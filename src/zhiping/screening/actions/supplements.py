"""One supplement round: asked by the office, answered by the applicant, or run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiping.applications import lifecycle
from zhiping.applications import permissions as of_applications
from zhiping.applications.actions.versions import freeze
from zhiping.applications.models import Application
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.files import actions as files
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.screening import queries, rules
from zhiping.screening.actions.findings import begin, round_of
from zhiping.screening.models import Finding, Result


@transaction.atomic
def return_for_supplement(
    *, application_id: int, finding_ids: Sequence[int], due_at: datetime, by: Actor, at: datetime
) -> Result:
    """Ask the applicant to mend the findings named, until a date.

    Side effects in order: findings asked; Result row; state screening → supplement; journal; message.
    Raises: NotFound; NotAllowed; RuleViolation("supplement.without_items" | "supplement.due_in_past" |
    "supplement.rounds_used" | "move_not_in_graph").
    Source: excellence-2024 第九条.
    """
    application = begin(application_id, by)
    rules.check_supplement(finding_ids, due_at=due_at, at=at)
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
        given_by_id=by.user_id,
    )
    lifecycle.move(application, "return_for_supplement", reason=items, by=by, at=at)
    _tell(application, "supplement_requested", [application.created_by_id], result.pk, at, items=items, due_at=due_at)
    return result


def _check_rounds(application: Application) -> None:
    stage = programmes.graph_of(application.edition).stage_of(application.state)
    if stage is not None and round_of(application) > stage.supplements:
        raise RuleViolation("supplement.rounds_used", rounds=stage.supplements)


@transaction.atomic
def answer(
    *,
    application_id: int,
    replies: Mapping[int, str],
    attachments: Mapping[int, tuple[str, bytes]] | None = None,
    by: Actor,
    at: datetime,
) -> Application:
    """Answer every finding asked for, with words and files; the case is checked again.

    Side effects in order: files stored; findings answered; Version frozen; state supplement → screening; journal.
    Args: replies: finding id → words; attachments: finding id → (name, bytes).
    Raises: NotFound; NotAllowed; RuleViolation("supplement.unanswered" | "supplement.too_late" | "file.*").
    """
    application = lifecycle.lock(application_id)
    of_applications.require(by, application, Verb.ANSWER, Field.FINDINGS)
    asked = queries.asked_findings(application)
    if any(finding.due_at is not None and at >= finding.due_at for finding in asked):
        raise RuleViolation("supplement.too_late")
    rules.check_answers([finding.pk for finding in asked], replies)
    for finding in asked:
        given = (attachments or {}).get(finding.pk)
        if given is not None:
            finding.reply_file = files.store(name=given[0], content=given[1], by=by, at=at)
        finding.reply, finding.replied_at, finding.state = replies[finding.pk].strip(), at, Finding.State.ANSWERED
        finding.save(update_fields=["reply", "reply_file", "replied_at", "state"])
    freeze(application, occasion="supplement", by=by, at=at)
    lifecycle.move(application, "answer_supplement", by=by, at=at)
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("screening.answer", subject=subject, edition_key=key, by=by, at=at, findings=len(asked))
    return application


@transaction.atomic
def end_overdue(*, application_id: int, by: Actor, at: datetime) -> Application:
    """Bring a case whose supplement date has passed back to the check, its findings still open.

    Done by the clock (the platform itself), or by the office where the clock has not come round yet.
    Side effects in order: findings open again; state supplement → screening; journal; message.
    Raises: NotFound; NotAllowed; RuleViolation("supplement.not_due").
    """
    application = lifecycle.lock(application_id) if by == SYSTEM else begin(application_id, by)
    asked = queries.asked_findings(application)
    if not asked or any(finding.due_at is None or finding.due_at > at for finding in asked):
        raise RuleViolation("supplement.not_due")
    due_at = max(finding.due_at for finding in asked if finding.due_at)
    Finding.objects.filter(pk__in=[finding.pk for finding in asked]).update(state=Finding.State.OPEN)
    lifecycle.move(application, "answer_supplement", reason="补正逾期", by=by, at=at)
    _tell(application, "supplement_overdue", [application.created_by_id], asked[0].pk, at, due_at=due_at)
    return application


def _tell(application: Application, code: str, to: list[int], about: int, at: datetime, **more: object) -> None:
    if isinstance(more.get("due_at"), datetime):
        more["due_at"] = timezone.localtime(more["due_at"])  # type: ignore[arg-type]
    messages.send(
        f"screening.{code}",
        to=to,
        key=f"screening.{code}:{about}",
        facts={"title": application.title, "edition": application.edition.title, **more},
        link=f"/cases/{application.pk}/",
        at=at,
    )
