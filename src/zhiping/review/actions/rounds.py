"""Conclude a round: merge, rank, propose, and send the cases on or out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core import ranking
from zhiping.core.definition.vocabulary import AdvanceRule
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review import permissions
from zhiping.review.models import RoundResult
from zhiping.review.queries import cards, participants, round_at, stage_of_round
from zhiping.review.queries.rounds import earlier_results, latest_level
from zhiping.review.rules import rounds

NOT_TAKING_PART = "不参加本轮评审，随批次进入下一环节"


@transaction.atomic
def conclude_round(*, edition_id: int, round_id: str, by: Actor, at: datetime) -> list[RoundResult]:
    """Merge the cards of a scored round, rank the cases, propose levels, and move on whom the rule moves.

    Side effects in order: RoundResult a case; events `advance` or `drop` where the rule decides — where the panel
    decides, or equals straddle a boundary, the case waits for `decide`; cases that do not take part advance; journal.
    Raises: NotFound; NotAllowed; RuleViolation("round.not_scored" | "round.no_cases" | "round.cards_missing").
    Source: the edition's rounds and level_rule; qc-2020 三.5; excellence-2024 第十条.
    """
    edition = Edition.objects.select_for_update(no_key=True).filter(pk=edition_id).first()
    if edition is None:
        raise NotFound
    permissions.require_office(by)
    stage_of_round(edition, round_id)
    taking, passing = participants(edition, round_id)
    if not taking and not passing:
        raise RuleViolation("round.no_cases")
    results = _merge(edition, round_id, taking, by=by, at=at) if taking else []
    undecided = _move(edition, round_id, results, by=by, at=at)
    for case in passing:
        lifecycle.move(lifecycle.lock(case.pk), "advance", reason=NOT_TAKING_PART, by=by, at=at)
    more: dict[str, Any] = {"round": round_id, "cases": len(taking), "passing": len(passing), "undecided": undecided}
    subject = f"edition:{edition.pk}"
    journal.write("review.conclude_round", subject=subject, edition_key=edition.key, by=by, at=at, **more)
    return results


def _merge(edition: Edition, round_id: str, taking: list[Application], *, by: Actor, at: datetime) -> list[RoundResult]:
    judged = programmes.definition_of(edition).rounds[round_id]
    if judged.scorecard is None:
        raise RuleViolation("round.not_scored")
    given, before = cards.totals(taking, round_id), earlier_results(taking)
    severities = rounds.severities_of(judged, given)
    combined = {
        c.pk: rounds.combine(judged, round_id, given.get(c.pk, []), _points(before[c.pk]), severities) for c in taking
    }
    short = [str(c.number) for c in taking if combined[c.pk].merged.valid_count < judged.reviewers.at_least]
    rounds.check_cards(short, judged.reviewers.at_least)
    rule = programmes.definition_of(edition).level_rule
    breaks = cards.tie_breaks(taking, round_id)
    candidates = [ranking.Candidate(c.pk, combined[c.pk].points, breaks[c.pk], c.dimensions) for c in taking]
    ranked = ranking.rank(candidates, per=rule.per if rule else ())
    proposed = rounds.propose(rule, ranked) if rounds.takes_everybody(judged) else {}
    places = {place.application_id: place for place in ranked}
    return [
        RoundResult.objects.update_or_create(
            application=case,
            round_id=round_id,
            defaults={
                "merged_points": combined[case.pk].points,
                "marks": [_mark(mark) for mark in combined[case.pk].merged.marks],
                "rank": places[case.pk].rank,
                "rank_group": " · ".join(places[case.pk].group),
                "proposed_level": proposed.get(case.pk, "") or latest_level(list(before[case.pk].values())),
                "concluded_at": at,
                "concluded_by_id": by.user_id,
            },
        )[0]
        for case in taking
    ]


def _points(results: dict[str, RoundResult]) -> dict[str, Decimal]:
    return {name: result.merged_points for name, result in results.items() if result.merged_points is not None}


def _mark(mark: object) -> dict[str, object]:
    return {
        "expert": mark.expert_id,  # type: ignore[attr-defined]
        "raw": str(mark.raw) if mark.raw is not None else None,  # type: ignore[attr-defined]
        "counted": str(mark.counted) if mark.counted is not None else None,  # type: ignore[attr-defined]
        "standing": mark.standing,  # type: ignore[attr-defined]
    }


def _move(edition: Edition, round_id: str, results: list[RoundResult], *, by: Actor, at: datetime) -> int:
    """Move whom the rule moves; return how many wait for a person."""
    judged, taking = programmes.definition_of(edition).rounds[round_id], [result.application for result in results]
    if judged.advance.rule == AdvanceRule.PANEL:
        return len(taking)
    rule = rounds.advance_rule(judged, frozenset())
    by_case = {result.application_id: result for result in results}
    going = {case.pk for case in taking}
    waiting: set[int] = set()
    if rule is not None:
        breaks = cards.tie_breaks(taking, round_id)
        candidates = [ranking.Candidate(c.pk, by_case[c.pk].merged_points, breaks[c.pk], c.dimensions) for c in taking]
        outcome = ranking.advance(ranking.rank(candidates, per=judged.advance.per), rule)
        waiting = {pk for boundary in outcome.boundaries for pk in boundary.application_ids}
        going = set(outcome.going)
    for case in taking:
        if case.pk not in waiting:
            _send(by_case[case.pk], goes_on=case.pk in going, by=by, at=at)
    return len(waiting)


def _send(result: RoundResult, *, goes_on: bool, reason: str = "", by: Actor, at: datetime) -> None:
    result.advanced, result.reason = goes_on, reason
    result.save(update_fields=["advanced", "reason"])
    case = lifecycle.lock(result.application_id)
    lifecycle.move(case, "advance" if goes_on else "drop", reason=reason, by=by, at=at)


@transaction.atomic
def decide(
    *,
    application_id: int,
    goes_on: bool,
    level: str = "",
    visit_requested: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> RoundResult:
    """Record the panel's word on one case of a concluded round: on or out, and the level it proposes.

    Raises: NotFound; NotAllowed; RuleViolation("round.not_concluded" | "deliberation.change_without_reason" |
    "level.unknown").
    Source: excellence-2024 第十条 (专家组提出进入专家会审成果名单), 第十一条.
    """
    application = lifecycle.lock(application_id)
    permissions.require_on_case(by, application, Verb.CONCLUDE, Field.RESULTS)
    now = round_at(application)
    result = RoundResult.objects.select_for_update(no_key=True).filter(
        application=application, round_id=now[0] if now else "", concluded_at__isnull=False
    )
    found = result.first()
    if found is None:
        raise RuleViolation("round.not_concluded")
    check_level(application, level)
    rounds.check_change(found.proposed_level or level, level or found.proposed_level, reason)
    found.proposed_level = level or found.proposed_level
    found.visit_requested = visit_requested
    found.save(update_fields=["proposed_level", "visit_requested"])
    _send(found, goes_on=goes_on, reason=reason, by=by, at=at)
    subject, key = f"application:{application.pk}", application.edition.key
    more = {"goes_on": goes_on, "level": level}
    journal.write("review.decide", subject=subject, edition_key=key, reason=reason, by=by, at=at, **more)
    return found


def check_level(application: Application, level: str) -> None:
    """Refuse a level that the edition does not have. Raises: RuleViolation("level.unknown")."""
    known = {option.id for option in programmes.definition_of(application.edition).levels}
    if level and level not in known:
        raise RuleViolation("level.unknown", level=level)
