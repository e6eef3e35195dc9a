"""The committee votes; what it resolves is recorded and moves the case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core.definition.vocabulary import Majority
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision import permissions
from zhiping.decision.actions import telling
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.models import CommitteeVote, NoticeItem, Resolution
from zhiping.decision.queries import approval
from zhiping.decision.rules import levels
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes


@transaction.atomic
def vote(
    *,
    application_id: int,
    agrees: bool,
    proposed: str | None = None,
    level: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
) -> CommitteeVote:
    """Record one committee member's vote; a later vote of the same member replaces it until the case is resolved.

    Side effects in order: CommitteeVote; journal entry without the vote's content.
    Args: proposed: the level that the member read as proposed; None for the one that is. level: the level voted for
    when not agreeing, empty for none; then a reason is needed.
    Raises: NotAllowed; NotFound, also for a member with an interest in the case;
    RuleViolation("resolve.without_proposal" | "vote.proposal_changed" | "decision.unknown_level" |
    "decision.reason_missing").
    Source: excellence-2024 附件1 第十三条 (审定专家审议并通过推荐结果), 第十五条(三).
    """
    case = lifecycle.lock(application_id)
    permissions.require_vote(by, case)
    levels.check_unresolved(resolved=hasattr(case, "resolution"))
    levels.check_proposed(proposed=hasattr(case, "proposal"))
    if agrees:
        levels.check_as_read(case.proposal.level, read=proposed)
        level = case.proposal.level
    else:
        levels.check_level(level, _level_ids(case))
        levels.check_reason(reason)
    values = {"agrees": agrees, "level": level, "reason": reason.strip(), "voted_at": at}
    cast, _ = CommitteeVote.objects.update_or_create(application=case, member_id=by.user_id, defaults=values)
    journal.write("decision.vote", subject=f"application:{case.pk}", edition_key=case.edition.key, by=by, at=at)
    return cast


@transaction.atomic
def resolve(*, application_id: int, level: str, reason: str = "", by: Actor, at: datetime) -> Resolution:
    """Record what the committee resolved for one case, and move it on or out.

    Side effects in order: Resolution; state approval → notice or publication (`approve`), or `not_approve` with its
    reason when no level is given; journal entry.
    Args: level: empty for none. reason: needed when the level is not the proposed one, and for none.
    Raises: NotAllowed; NotFound; RuleViolation("resolve.without_proposal" | "resolve.quorum" |
    "resolve.not_as_voted" | "decision.unknown_level" | "decision.reason_missing" | "move_not_in_graph").
    Source: excellence-2024 附件1 第十三条; qc-2022 二.4; requirements H1.
    """
    case = lifecycle.lock(application_id)
    permissions.require(by, case, Verb.RESOLVE, Field.LEVEL)
    _check(case, level, reason)
    return _record(case, level, reason, by=by, at=at)


@transaction.atomic
def resolve_as_voted(*, edition_id: int, by: Actor, at: datetime) -> tuple[list[Resolution], list[int]]:
    """Record every case on which the committee agreed with the proposal; the others stay for one-by-one resolving.

    Returns: the resolutions, and the ids of the cases left (no quorum, or voted otherwise than proposed).
    Raises: NotAllowed; RuleViolation("decision.nothing_to_resolve").
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    done, left = [], []
    cases = list(approval.before_committee(edition).select_for_update(of=("self",), no_key=True).order_by("pk"))
    entitled = approval.entitled_to(cases)
    for case in cases:
        level = case.proposal.level if hasattr(case, "proposal") else ""
        if level and _carried(case, level, entitled[case.pk]):
            done.append(_record(case, level, "", by=by, at=at))
        else:
            left.append(case.pk)
    if not done:
        raise RuleViolation("decision.nothing_to_resolve")
    return done, left


def _carried(case: Application, level: str, entitled: Collection[int]) -> bool:
    try:
        _check_votes(case, level, entitled)
    except RuleViolation:
        return False
    return True


def _check(case: Application, level: str, reason: str) -> None:
    levels.check_proposed(proposed=hasattr(case, "proposal"))
    levels.check_unresolved(resolved=hasattr(case, "resolution"))
    levels.check_level(level, _level_ids(case))
    if level != case.proposal.level or not level:
        levels.check_reason(reason)
    _check_votes(case, level, approval.entitled_to([case])[case.pk])


def _record(case: Application, level: str, reason: str, *, by: Actor, at: datetime) -> Resolution:
    proposed = case.proposal.level
    resolution = Resolution.objects.create(
        application=case,
        level=level,
        changed_from=proposed if level != proposed else "",
        reason=reason.strip(),
        resolved_at=at,
        resolved_by_id=by.person_id,
    )
    journal.write(
        "decision.resolve",
        subject=f"application:{case.pk}",
        edition_key=case.edition.key,
        reason=reason.strip(),
        by=by,
        at=at,
        level=level,
        proposed=proposed,
    )
    lifecycle.move(case, "approve" if level else "not_approve", reason=reason.strip(), by=by, at=at)
    if not level:
        telling.applicant("decision.not_selected", case, {}, at=at)
    return resolution


def _check_votes(case: Application, level: str, entitled: Collection[int]) -> None:
    """Refuse a resolution that the votes do not carry; an edition without a majority rule leaves it to the record."""
    rule = programmes.definition_of(case.edition).approval
    if rule is None or rule.majority is Majority.NONE:
        return
    ballots = [levels.Ballot(vote.level) for vote in case.committee_votes.all() if vote.member_id in entitled]
    levels.check_quorum(len(ballots), len(entitled), rule.quorum_percent)
    levels.check_as_voted(level, levels.voted_level(ballots, rule.majority, _level_ids(case)))


@transaction.atomic
def amend(*, application_id: int, level: str, reason: str, by: Actor, at: datetime) -> Resolution:
    """Correct a resolved level after a guiding unit returned the list and before the list is public.

    Side effects in order: Resolution; journal entry with both levels. Every sign-off of the old list lapses by itself,
    for its hash is another.
    Raises: NotAllowed; NotFound; RuleViolation("decision.reason_missing" | "decision.unknown_level" |
    "resolve.without_proposal" | "resolve.public_already").
    Source: qc-2022 二.4 (指导单位审定); requirements H1.
    """
    case = lifecycle.lock(application_id)
    permissions.require(by, case, Verb.RESOLVE, Field.LEVEL)
    resolution = Resolution.objects.filter(application=case).first()
    if resolution is None:
        raise RuleViolation("resolve.without_proposal")
    levels.check_reason(reason)
    levels.check_given_level(level, _level_ids(case))
    if NoticeItem.objects.filter(application=case).exists():
        raise RuleViolation("resolve.public_already")
    before = resolution.level
    resolution.level, resolution.changed_from, resolution.reason = level, before, reason.strip()
    resolution.save(update_fields=["level", "changed_from", "reason"])
    journal.write(
        "decision.amend",
        subject=f"application:{case.pk}",
        edition_key=case.edition.key,
        reason=reason.strip(),
        by=by,
        at=at,
        before=before,
        after=level,
    )
    return resolution


def _level_ids(case: Application) -> list[str]:
    return [level.id for level in programmes.definition_of(case.edition).levels]
