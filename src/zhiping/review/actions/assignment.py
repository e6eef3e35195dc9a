"""Who judges what: an exact optimum under conflicts and loads, and the office's own hand with a reason (G1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core.assignment.solve import Assignment as Solved
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review import permissions
from zhiping.review.actions.searching import search_again
from zhiping.review.models import Assignment, Conflict, PanelMember
from zhiping.review.queries import planning, solving, stage_of_round


@transaction.atomic
def assign(*, edition_id: int, round_id: str, seed: str, by: Actor, at: datetime) -> Solved:
    """Assign the cases of a round to its experts; what stands is kept, only empty seats are filled.

    Side effects in order: the register searched for conflicts anew; Assignment rows; journal entry with the seed; one
    message to each expert.
    Returns: the solution with its shortages; `planning.preview` shows the same without writing.
    Raises: NotFound; NotAllowed; RuleViolation("assignment.no_experts" | "assignment.no_cases" |
    "assignment.too_large").
    """
    edition = Edition.objects.select_for_update(no_key=True).filter(pk=edition_id).first()
    if edition is None:
        raise NotFound
    permissions.require_office(by)
    stage = stage_of_round(edition, round_id)
    search_again(edition, at)
    plan = planning.plan(edition, round_id, seed)
    if not plan.request.experts:
        raise RuleViolation("assignment.no_experts")
    if not plan.request.entries:
        raise RuleViolation("assignment.no_cases")
    solved = solving.solved(plan.request)
    window = programmes.window(edition, stage.id)
    aliases = planning.aliases(edition, round_id, [entry.id for entry in plan.request.entries])
    new = [
        Assignment(
            application_id=case,
            expert_id=expert,
            panel_id=plan.panels[expert],
            round_id=round_id,
            stage_id=stage.id,
            origin=Assignment.Origin.SOLVER,
            alias=aliases[case],
            assigned_at=at,
            assigned_by_id=by.person_id,
            due_at=window.closes_at if window else None,
        )
        for case, expert in sorted(solved.pairs)
        if (case, expert) not in plan.request.keep
    ]
    Assignment.objects.bulk_create(new)
    more: dict[str, Any] = {"round": round_id, "seed": seed, "new": len(new), "kept": len(plan.request.keep)}
    subject = f"edition:{edition.pk}"
    journal.write("review.assign", subject=subject, edition_key=edition.key, by=by, at=at, **more)
    tell(edition, round_id, new, at)
    return solved


@transaction.atomic
def assign_by_hand(
    *, application_id: int, expert_id: int, round_id: str, reason: str, by: Actor, at: datetime
) -> Assignment:
    """Put one expert on one case by hand, with the reason; a conflict forbids it all the same.

    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing" | "assignment.other_round" |
    "assignment.conflicted" | "assignment.not_on_panel" | "assignment.stands_already").
    """
    application = lifecycle.lock(application_id)
    permissions.require_on_case(by, application, Verb.ASSIGN, Field.EXPERT_NAMES)
    edition, stage = application.edition, stage_of_round(application.edition, round_id)
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    if application.state != stage.id:
        raise RuleViolation("assignment.other_round")
    search_again(edition, at, only=[expert_id], case_id=application.pk)
    member = PanelMember.objects.filter(
        expert_id=expert_id, panel__edition_id=application.edition_id, panel__round_id=round_id
    ).first()
    if member is None:
        raise RuleViolation("assignment.not_on_panel")
    binding = Conflict.objects.filter(application=application, expert_id=expert_id)
    if binding.exclude(state=Conflict.State.DISMISSED).exists():
        raise RuleViolation("assignment.conflicted")
    standing = Assignment.objects.filter(application=application, expert_id=expert_id, round_id=round_id)
    if standing.filter(ended_at__isnull=True).exists():
        raise RuleViolation("assignment.stands_already")
    window = programmes.window(edition, stage.id)
    made = Assignment.objects.create(
        application=application,
        expert_id=expert_id,
        panel_id=member.panel_id,
        round_id=round_id,
        stage_id=stage.id,
        origin=Assignment.Origin.MANUAL,
        alias=planning.aliases(edition, round_id, [application.pk])[application.pk],
        reason=reason.strip(),
        assigned_at=at,
        assigned_by_id=by.person_id,
        due_at=window.closes_at if window else None,
    )
    _write("review.assign_by_hand", application, by, at, reason, expert=expert_id, round=round_id)
    tell(edition, round_id, [made], at)
    return made


@transaction.atomic
def end_assignment(*, assignment_id: int, reason: str, by: Actor, at: datetime) -> Assignment:
    """Take a case away from an expert, with the reason; a card already written stays for the record.

    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    """
    found = Assignment.objects.filter(pk=assignment_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFound
    application = lifecycle.lock(found.application_id)
    permissions.require_on_case(by, application, Verb.ASSIGN, Field.EXPERT_NAMES)
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    found.ended_at, found.end_reason = at, reason.strip()[:300]
    found.save(update_fields=["ended_at", "end_reason"])
    _write("review.end_assignment", application, by, at, reason, expert=found.expert_id)
    return found


def tell(edition: Edition, round_id: str, new: Iterable[Assignment], at: datetime) -> None:
    """Tell each expert once how many cases wait, without naming any."""
    shares: dict[int, list[Assignment]] = {}
    for made in new:
        shares.setdefault(made.expert_id, []).append(made)
    label = programmes.definition_of(edition).rounds[round_id].label
    for expert_id, share in shares.items():
        due_at = share[0].due_at
        facts = {"edition": edition.title, "round": label, "count": len(share)}
        messages.send(
            "review.assigned" if due_at else "review.assigned_without_date",
            to=[planning.user_of(expert_id)],
            key=f"review.assigned:{edition.pk}:{round_id}:{at.isoformat()}",
            facts={**facts, "due_at": due_at} if due_at else facts,
            link="/expert/",
            wording=programmes.wording(edition),
            at=at,
        )


def _write(act: str, application: Application, by: Actor, at: datetime, reason: str, **more: object) -> None:
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **more)
