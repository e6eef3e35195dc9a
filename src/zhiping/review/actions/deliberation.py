"""The panel talks and votes; recused members are out (G4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.core.assignment.solve import Assignment as Solved
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.review import permissions
from zhiping.review.actions.assignment import assign
from zhiping.review.actions.rounds import check_level
from zhiping.review.models import Assignment, RoundResult, Vote
from zhiping.review.queries import round_at
from zhiping.review.queries.rounds import earlier_results, latest_level
from zhiping.review.rules import rounds


@transaction.atomic
def convene(*, edition_id: int, round_id: str, by: Actor, at: datetime) -> Solved:
    """Call the panel of a deliberation or a visit together: every member without a conflict on every case.

    Raises: NotFound; NotAllowed; RuleViolation("assignment.no_experts" | "assignment.no_cases").
    """
    return assign(edition_id=edition_id, round_id=round_id, seed="convene", by=by, at=at)


@transaction.atomic
def vote(*, assignment_id: int, level: str, reason: str = "", by: Actor, at: datetime) -> Vote:
    """Vote on a case as a member of its panel; a later vote replaces the earlier while the case is open.

    Args: level: the level voted for, "" for none.
    Raises: NotFound; NotAllowed; RuleViolation("level.unknown").
    Source: excellence-2024 第十一条.
    """
    assignment = Assignment.objects.filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound
    assignment.application = lifecycle.lock(assignment.application_id)
    permissions.require_assigned(by, assignment, Verb.DELIBERATE, Field.PROPOSAL)
    check_level(assignment.application, level)
    given, _new = Vote.objects.update_or_create(
        application=assignment.application,
        round_id=assignment.round_id,
        expert_id=assignment.expert_id,
        defaults={"level": level, "reason": reason.strip(), "voted_at": at},
    )
    application = assignment.application
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("review.vote", subject=subject, edition_key=key, by=by, at=at, round=assignment.round_id)
    return given


@transaction.atomic
def conclude_deliberation(
    *,
    application_id: int,
    goes_on: bool,
    level: str = "",
    visit_requested: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> RoundResult:
    """Record what the panel concluded on one case, with its quorum and the reason for any change of level.

    Side effects in order: RoundResult; event `advance` or `drop`; journal entry with the votes counted.
    Raises: NotFound; NotAllowed; RuleViolation("round.not_concluded" | "deliberation.no_quorum" |
    "deliberation.change_without_reason" | "level.unknown").
    Source: excellence-2024 第十一条; qc-2022 二.4.
    """
    application = lifecycle.lock(application_id)
    permissions.require_on_case(by, application, Verb.CONCLUDE, Field.RESULTS)
    now = round_at(application)
    if now is None:
        raise RuleViolation("round.not_concluded")
    round_id, judged = now
    votes = _standing_votes(application_id, round_id)
    rounds.check_quorum(len(votes), judged.reviewers.at_least)
    check_level(application, level)
    before = latest_level(list(earlier_results([application])[application.pk].values()))
    rounds.check_change(before or level, level, reason)
    result, _new = RoundResult.objects.update_or_create(
        application=application,
        round_id=round_id,
        defaults={
            "proposed_level": level,
            "advanced": goes_on,
            "visit_requested": visit_requested,
            "reason": reason.strip(),
            "concluded_at": at,
            "concluded_by_id": by.user_id,
        },
    )
    lifecycle.move(application, "advance" if goes_on else "drop", reason=reason, by=by, at=at)
    counted: dict[str, int] = {}
    for one in votes:
        counted[one.level] = counted.get(one.level, 0) + 1
    subject, key = f"application:{application.pk}", application.edition.key
    more = {"round": round_id, "level": level, "votes": counted, "goes_on": goes_on}
    journal.write("review.conclude_deliberation", subject=subject, edition_key=key, reason=reason, by=by, at=at, **more)
    return result


def _standing_votes(application_id: int, round_id: str) -> list[Vote]:
    """Return the votes of members who still sit on the case; who recused after voting does not count."""
    sitting = Assignment.objects.filter(application_id=application_id, round_id=round_id, ended_at__isnull=True)
    found = Vote.objects.filter(application_id=application_id, round_id=round_id)
    return list(found.filter(expert__in=sitting.values("expert")))
