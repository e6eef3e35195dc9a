"""Conflicts of interest: found in the register, declared, judged (F3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhiping.accounts import queries as accounts
from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core.as_read import check_as_read
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Actor, Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.jobs import actions as jobs
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review import permissions
from zhiping.review.actions.searching import end_for_conflict, search_again
from zhiping.review.models import Assignment, Conflict
from zhiping.review.queries.desk import WAITING, as_judged

State, Source = Conflict.State, Conflict.Source


@transaction.atomic
def find_conflicts(*, edition_id: int, by: Actor, at: datetime) -> int:
    """Search the register for every conflict between the edition's experts and its cases.

    Side effects in order: Conflict rows added; those no longer found and not yet judged removed; standing
    assignments that run into a conflict ended; journal entry. What people judged stays.
    Returns: how many conflicts are new.
    Raises: NotFound; NotAllowed.
    Source: excellence-2024 第十五条(三); requirements F3.
    """
    edition = Edition.objects.select_for_update(no_key=True).filter(pk=edition_id).first()
    if edition is None:
        raise NotFound
    permissions.require_office(by)
    done = search_again(edition, at)
    counts: dict[str, Any] = {"new": done.new, "gone": done.gone, "all": done.all}
    subject = f"edition:{edition.pk}"
    journal.write("review.find_conflicts", subject=subject, edition_key=edition.key, by=by, at=at, **counts)
    return done.new


def ask_for_search() -> None:
    """Have the running editions searched once the act that changed who is who is committed."""
    for edition in programmes.running():
        jobs.enqueue("review.search_again", key=f"review.search_again:{edition.pk}", edition_id=edition.pk)


@transaction.atomic
def search_after_merger(*, edition_id: int) -> int:
    """Search one edition anew because the register now says otherwise who is who; at the edition's own instant.

    Side effects in order, returns: as find_conflicts, for the system; journaled only where something changed.
    Raises: NotFound. Source: requirements F3 (recomputed on change).
    """
    edition = Edition.objects.select_for_update(no_key=True).filter(pk=edition_id).first()
    if edition is None:
        raise NotFound
    at = programmes.now(edition)
    done = search_again(edition, at)
    if done.new or done.gone:
        counts: dict[str, Any] = {"new": done.new, "gone": done.gone, "all": done.all}
        subject = f"edition:{edition.pk}"
        journal.write("review.find_conflicts", subject=subject, edition_key=edition.key, by=SYSTEM, at=at, **counts)
    return done.new


@transaction.atomic
def judge_conflict(
    *,
    conflict_id: int,
    confirmed: bool,
    reason: str,
    alike: Collection[int] = (),
    read: str | None = None,
    by: Actor,
    at: datetime,
) -> list[Conflict]:
    """Confirm or dismiss a conflict, with the reason; until dismissed it binds.

    Side effects in order, for each case concerned: Conflict; a confirmed one ends the assignment; journal entry. All
    these cases are locked first, in the order of their ids.
    Args: alike: conflicts to be judged in the same way: those of them that still wait and are suspected of this expert
    in this way, in this edition. read: the conflict as it was read, as `desk.as_judged` tells; None for as it stands.
    Returns: what was judged.
    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing" | "read.changed").
    """
    found = Conflict.objects.filter(pk=conflict_id).select_related("application").first()
    if found is None:
        raise NotFound
    same = Q(expert_id=found.expert_id, kind=found.kind, application__edition_id=found.application.edition_id)
    concerned = Conflict.objects.filter(Q(pk=conflict_id) | same & WAITING & Q(pk__in=alike))
    ids = {*concerned.values_list("application_id", flat=True), found.application_id}
    cases = {pk: lifecycle.lock(pk) for pk in sorted(ids)}
    permissions.require_on_case(by, cases[found.application_id], Verb.JUDGE_CONFLICT, Field.CONFLICTS)
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    judged = list(concerned.select_for_update(of=("self",), no_key=True).filter(application__in=ids).order_by("pk"))
    chosen = next((conflict for conflict in judged if conflict.pk == conflict_id), None)
    if chosen is None:  # a search has taken it back meanwhile
        raise NotFound
    check_as_read(read, as_judged(chosen))
    for conflict in judged:
        conflict.state = State.CONFIRMED if confirmed else State.DISMISSED
        conflict.reason, conflict.decided_at, conflict.decided_by_id = reason.strip(), at, by.user_id
        if confirmed:
            end_for_conflict(conflict, at=at)
        about = cases[conflict.application_id]
        _write("review.judge_conflict", about, by, at, reason, expert=conflict.expert_id, confirmed=confirmed)
    Conflict.objects.bulk_update(judged, ["state", "reason", "decided_at", "decided_by"])
    return judged


@transaction.atomic
def declare_conflict(*, assignment_id: int, reason: str, by: Actor, at: datetime) -> Conflict:
    """Recuse: an expert says that he or she should not judge this case; what was scored does not count.

    Side effects in order: Conflict row, confirmed; assignment ended; journal entry; message to the office.
    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    Source: excellence-2024 第十五条(三) (应主动提出回避).
    """
    assignment = Assignment.objects.select_related("application").filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound
    application = lifecycle.lock(assignment.application_id)
    assignment.application = application
    permissions.require_assigned(by, assignment, Verb.DECLARE_CONFLICT, Field.CONFLICTS)
    declared = _declare(application, assignment.expert_id, Source.EXPERT, reason, by=by, at=at)
    _tell_office(declared, application, at)
    return declared


@transaction.atomic
def declare_for(*, application_id: int, expert_id: int, reason: str, by: Actor, at: datetime) -> Conflict:
    """Declare a conflict that the office knows of.

    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    """
    application = lifecycle.lock(application_id)
    permissions.require_on_case(by, application, Verb.JUDGE_CONFLICT, Field.CONFLICTS)
    return _declare(application, expert_id, Source.OFFICE, reason, by=by, at=at)


def _declare(
    application: Application, expert_id: int, source: str, reason: str, *, by: Actor, at: datetime
) -> Conflict:
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
    end_for_conflict(conflict, at=at)
    _write("review.declare_conflict", application, by, at, reason, expert=expert_id, source=source)
    return conflict


def _tell_office(conflict: Conflict, application: Application, at: datetime) -> None:
    messages.send(
        "review.recused",
        to=accounts.holders(Role.SECRETARIAT),
        key=f"review.recused:{conflict.pk}:{at.isoformat()}",
        facts={
            "name": conflict.expert.user.name,
            "title": application.title,
            "edition": application.edition.title,
        },
        link=f"/office/review/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )


def _write(act: str, application: Application, by: Actor, at: datetime, reason: str, **more: object) -> None:
    key = programmes.definition_of(application.edition).key
    subject = f"application:{application.pk}"
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **more)
