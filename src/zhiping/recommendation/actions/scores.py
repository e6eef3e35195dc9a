"""The recommending unit's own review: points of its experts, or of its contest, case by case or as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications import rules as windows
from zhiping.applications.models import Application
from zhiping.applications.queries import scorecards, window_of
from zhiping.core.errors import NotFound, RuleViolations
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.recommendation import permissions, queries
from zhiping.recommendation.actions.voiding import void_outdated
from zhiping.recommendation.models import OwnScore
from zhiping.recommendation.rules import scores as rules


@transaction.atomic
def score(
    *,
    application_id: int,
    reviewer: str,
    entries: Mapping[str, Decimal] | None = None,
    points: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> OwnScore:
    """Record what one of the unit's own experts gave a case that waits for its opinion; a later one replaces it.

    Side effects in order: the reviewer's earlier row ended; OwnScore; journal entry.
    Args: entries: item of the edition's card → points; points: the total, where the card was not filled in.
    Raises: NotFound; NotAllowed; RuleViolation("window.*" | "own_score.*"); RuleViolations of "score.*".
    Source: qc-2020 三.1, 三.2 (组织专家评委队伍…评审; 发表赛…可作为推荐依据).
    """
    application = _open(application_id, by, at)
    rules.check_reviewer(reviewer)
    if entries:
        points = scorecards.total_on_first_card(application, dict(entries))
    total = rules.check_total(points, queries.highest_points(application))
    kept = {item: f"{number:f}" for item, number in (entries or {}).items()}
    given = _record(application, reviewer, total, kept, OwnScore.Source.TYPED, by=by, at=at)
    _write("recommendation.score", application, by, at, reviewer=given.reviewer, points=total)
    return given


@transaction.atomic
def remove_score(*, score_id: int, by: Actor, at: datetime) -> None:
    """Take a reviewer's score back; the row stays for the record.

    Raises: NotFound; NotAllowed; RuleViolation("window.*").
    """
    found = OwnScore.objects.filter(pk=score_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFound
    application = _open(found.application_id, by, at)
    OwnScore.objects.filter(pk=found.pk).update(ended_at=at)
    _write("recommendation.remove_score", application, by, at, reviewer=found.reviewer, points=found.points)


@transaction.atomic
def import_scores(*, recommender_id: int, rows: list[list[str]], by: Actor, at: datetime) -> int:
    """Take the scores of a whole sheet, or none of it; the same sheet again changes nothing.

    Side effects in order, for each case: earlier rows of the same reviewers ended; OwnScore rows; journal entry.
    Args: rows: cells as text, heading first, see rules.scores.read. Returns: how many scores are new or changed.
    Raises: NotFound; NotAllowed; RuleViolation("window.*"); RuleViolations with every "scores.*".
    Source: qc-2020 三.2 (成果发表的评审结果，可作为推荐依据); requirements D2.
    """
    recommender = queries.get_recommender(by, recommender_id)
    sheet = rules.read(rows, queries.scorable(recommender))
    if sheet.faults:
        raise RuleViolations(list(sheet.faults))
    changed = 0
    for case_id in sorted({given.case_id for given in sheet.given}):  # cases are locked in one order everywhere
        application = _open(case_id, by, at)
        changed += _import(application, [given for given in sheet.given if given.case_id == case_id], by, at)
    return changed


def _import(application: Application, several: Iterable[rules.Given], by: Actor, at: datetime) -> int:
    standing = {one.reviewer: one.points for one in queries.own_scores_of(application)}
    new = [given for given in several if standing.get(given.reviewer) != given.points]
    for given in new:
        _record(application, given.reviewer, given.points, {}, OwnScore.Source.IMPORTED, by=by, at=at)
    if new:
        told = {given.reviewer: str(given.points) for given in new}
        _write("recommendation.import_scores", application, by, at, scores=told)
    return len(new)


def _open(application_id: int, by: Actor, at: datetime) -> Application:
    """Lock a case whose scores may still be taken."""
    application = lifecycle.lock(application_id)
    permissions.require_recommend(by, application)
    windows.check_window(window_of(application, application.state), at)
    return application


def _record(
    application: Application,
    reviewer: str,
    points: Decimal,
    items: dict[str, str],
    source: str,
    *,
    by: Actor,
    at: datetime,
) -> OwnScore:
    mine = {"application": application, "recommender_id": application.recommender_id, "reviewer": reviewer.strip()}
    OwnScore.objects.filter(**mine, ended_at__isnull=True).update(ended_at=at)
    return OwnScore.objects.create(
        **mine, points=points, items=items, source=source, given_at=at, given_by_id=by.person_id
    )


def _write(act: str, application: Application, by: Actor, at: datetime, **facts: object) -> None:
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(act, subject=subject, edition_key=key, reason="", by=by, at=at, **facts)
    void_outdated(application.recommender_id or 0, at=at)
