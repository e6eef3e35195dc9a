"""Propose a level for every case, and change one with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from zhiping.applications import lifecycle
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision import permissions
from zhiping.decision.actions import telling
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.models import Proposal
from zhiping.decision.queries import approval
from zhiping.decision.rules import levels, lists
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes


@transaction.atomic
def propose(*, edition_id: int, by: Actor, at: datetime) -> list[Proposal]:
    """Propose a level for every case before the committee, by the edition's level rule.

    Side effects in order: one Proposal a case (a level that a person has set with a reason is left alone); journal
    entry; message to the committee at the first proposal. Equals that straddle a boundary get no level and are
    marked: a person decides.
    Raises: NotAllowed; RuleViolation("decision.nothing_to_propose").
    Source: requirements H1; excellence-2024 附件1 第十三条; definitions › level_rule.
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    judged = approval.judged(edition)
    lists.check_not_empty(judged, "decision.nothing_to_propose")
    definition = programmes.definition_of(edition)
    level_ids = [level.id for level in definition.levels]
    standing = {
        p.application_id: p for p in Proposal.objects.filter(application__in=[j.application_id for j in judged])
    }
    made = []
    for proposed in levels.propose(judged, definition.level_rule, definition.rounds, level_ids):
        kept = standing.get(proposed.application_id)
        if kept is not None and kept.reason:
            continue
        values = {"level": proposed.level, "basis": _basis(proposed), "proposed_at": at, "proposed_by_id": by.user_id}
        made.append(Proposal.objects.update_or_create(application_id=proposed.application_id, defaults=values)[0])
    journal.write(
        "decision.propose", subject=f"edition:{edition.pk}", edition_key=edition.key, by=by, at=at, cases=len(made)
    )
    about = (f"decision.meeting:{edition.pk}", reverse("committee:proposals"))
    telling.office("decision.meeting_called", "committee", edition, about, at=at)
    return made


def _basis(proposed: levels.Proposed) -> dict[str, object]:
    return {
        "level": proposed.level,
        "points": None if proposed.points is None else str(proposed.points),
        "rank": proposed.rank,
        "group": list(proposed.group),
        "between": list(proposed.between),
    }


@transaction.atomic
def change_proposal(*, application_id: int, level: str, reason: str, by: Actor, at: datetime) -> Proposal:
    """Propose another level than the rule does, with the reason the committee reads.

    Side effects in order: Proposal; journal entry with both levels.
    Raises: NotAllowed; NotFound; RuleViolation("decision.unknown_level" | "decision.reason_missing" |
    "resolve.given_already").
    Source: requirements H1 (every change of level with reason).
    """
    case = lifecycle.lock(application_id)
    permissions.require(by, case, Verb.PROPOSE, Field.PROPOSAL)
    definition = programmes.definition_of(case.edition)
    levels.check_level(level, [known.id for known in definition.levels])
    levels.check_reason(reason)
    levels.check_unresolved(resolved=hasattr(case, "resolution"))
    before = Proposal.objects.filter(application=case).first()
    values = {"level": level, "reason": reason.strip(), "proposed_at": at, "proposed_by_id": by.user_id}
    proposal, _ = Proposal.objects.update_or_create(application=case, defaults=values)
    journal.write(
        "decision.change_proposal",
        subject=f"application:{case.pk}",
        edition_key=case.edition.key,
        reason=reason.strip(),
        by=by,
        at=at,
        before=before.level if before else None,
        after=level,
    )
    return proposal
