"""Conflicts of interest: found in the register, declared, judged (F3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core import conflicts as core
from zhiping.core.calendar import civil_day
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.experts import queries as experts
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review import permissions
from zhiping.review.actions.assignment import end_for_conflict
from zhiping.review.models import Assignment, Conflict
from zhiping.review.queries import facts

State, Source = Conflict.State, Conflict.Source
RUNNING = ("recommendation", "screening", "supplement", "round")


@transaction.atomic
def find_conflicts(*, edition_id: int, by: Actor, at: datetime) -> int:
    """Search the register for every conflict between the edition's experts and its cases.

    Side effects in order: Conflict rows added; those no longer found and not yet judged removed; standing
    assignments that run into a conflict ended; journal entry. What people judged stays.
    Returns: how many conflicts are new.
    Raises: NotFound; NotAllowed.
    Source: excellence-2024 第十五条(三); requirements F3.
    """
    edition = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        raise NotFound
    permissions.require_office(by)
    found = _search(edition, civil_day(at))
    held = {
        (c.application_id, c.expert_id, c.kind): c
        for c in Conflict.objects.filter(application__edition=edition, source=Source.REGISTER)
    }
    gone = [c.pk for key, c in held.items() if key not in found and c.state == State.FOUND]
    Conflict.objects.filter(pk__in=gone).delete()
    new = [
        Conflict(
            application_id=key[0],
            expert_id=key[1],
            kind=key[2],
            source=Source.REGISTER,
            is_certain=conflict.certainty == "certain",
            evidence=_plain(conflict.evidence),
            found_at=at,
        )
        for key, conflict in found.items()
        if key not in held
    ]
    Conflict.objects.bulk_create(new)
    for conflict in new:
        end_for_conflict(conflict, by=by, at=at)
    facts_of = {"new": len(new), "gone": len(gone), "all": len(found)}
    subject = f"edition:{edition.pk}"
    journal.write("review.find_conflicts", subject=subject, edition_key=edition.key, by=by, at=at, **facts_of)
    return len(new)


def _search(edition: Edition, on: date) -> dict[tuple[int, int, str], core.Conflict]:
    register = facts.Register()
    pool = experts.committed(edition.pk).prefetch_related("employments", "ties")
    people = facts.experts_of(edition, pool, register)
    cases = Application.objects.filter(edition=edition, phase__in=RUNNING).select_related(
        "edition", "content", "recommender"
    )
    entries = facts.cases_of(cases.prefetch_related("avoidances"), register)
    return {
        (entry.id, person.id, conflict.kind): conflict
        for person in people
        for entry in entries
        for conflict in reversed(core.find(person, entry, on=on))
    }


def _plain(evidence: core.Evidence) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in evidence.items()}


@transaction.atomic
def judge_conflict(*, conflict_id: int, confirmed: bool, reason: str, by: Actor, at: datetime) -> Conflict:
    """Confirm or dismiss a conflict, with the reason; until dismissed it binds.

    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    """
    found = Conflict.objects.filter(pk=conflict_id).first()
    if found is None:
        raise NotFound
    application = lifecycle.lock(found.application_id)
    conflict = Conflict.objects.select_for_update().get(pk=conflict_id)
    permissions.require_on_case(by, application, Verb.JUDGE_CONFLICT, Field.CONFLICTS)
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    conflict.state = State.CONFIRMED if confirmed else State.DISMISSED
    conflict.reason, conflict.decided_at, conflict.decided_by_id = reason.strip(), at, by.user_id
    conflict.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    if confirmed:
        end_for_conflict(conflict, by=by, at=at)
    _write("review.judge_conflict", application, by, at, reason, expert=conflict.expert_id, confirmed=confirmed)
    return conflict


@transaction.atomic
def declare_conflict(*, assignment_id: int, reason: str, by: Actor, at: datetime) -> Conflict:
    """Recuse: an expert says that he or she should not judge this case; what was scored does not count.

    Side effects in order: Conflict row, confirmed; assignment ended; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    Source: excellence-2024 第十五条(三) (应主动提出回避).
    """
    assignment = Assignment.objects.select_related("application").filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound
    application = lifecycle.lock(assignment.application_id)
    assignment.application = application
    permissions.require_assigned(by, assignment, Verb.DECLARE_CONFLICT, Field.CONFLICTS)
    return _declare(application, assignment.expert_id, Source.EXPERT, reason, by, at)


@transaction.atomic
def declare_for(*, application_id: int, expert_id: int, reason: str, by: Actor, at: datetime) -> Conflict:
    """Declare a conflict that the office knows of.

    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    """
    application = lifecycle.lock(application_id)
    permissions.require_on_case(by, application, Verb.JUDGE_CONFLICT, Field.CONFLICTS)
    return _declare(application, expert_id, Source.OFFICE, reason, by, at)


def _declare(application: Application, expert_id: int, source: str, reason: str, by: Actor, at: datetime) -> Conflict:
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    conflict, _new = Conflict.objects.update_or_create(
        application=application,
        expert_id=expert_id,
        kind="declared",
        source=source,
        defaults={
            "state": State.CONFIRMED,
            "is_certain": True,
            "evidence": {},
            "reason": reason.strip(),
            "found_at": at,
            "decided_at": at,
            "decided_by_id": by.user_id,
        },
    )
    end_for_conflict(conflict, by=by, at=at)
    _write("review.declare_conflict", application, by, at, reason, expert=expert_id, source=source)
    return conflict


def _write(act: str, application: Application, by: Actor, at: datetime, reason: str, **more: object) -> None:
    key = programmes.definition_of(application.edition).key
    subject = f"application:{application.pk}"
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **more)
