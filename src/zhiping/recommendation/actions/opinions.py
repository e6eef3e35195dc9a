"""Recommend, decline, or return: the recommending unit's opinion on one case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications import rules as windows
from zhiping.applications.actions.attachments import check_against
from zhiping.applications.models import Application
from zhiping.applications.queries import quota_refusals, window_of
from zhiping.core.as_read import check_as_read
from zhiping.core.definition.vocabulary import QuotaMoment
from zhiping.core.errors import NotFound, Reasons, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor
from zhiping.files import actions as files
from zhiping.files.models import StoredFile
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations.actions import locking as register
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import permissions, queries, rules
from zhiping.recommendation.models import PreApproval, Recommendation

Verdict = Recommendation.Verdict


@transaction.atomic
def recommend(
    *,
    application_id: int,
    opinion: str,
    points: Decimal | None = None,
    rank: int | None = None,
    sealed: tuple[str, bytes] | None = None,
    read: str | None = None,
    against: Reasons | None = None,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Recommend a case: it goes on to the formal check; or tell everything that stands against it.

    Without points the mean of its own experts' scores counts.

    Side effects in order: sealed page stored; Recommendation row; state → the next stage; journal; message.
    Args: read: the application as it was read, as `queries.handed_in` tells; None for the one that waits. against: what
    the page has found wrong already.
    Raises: NotFound; NotAllowed; RuleViolation("window.*" | "package.*" | "read.changed" |
    "recommendation.disqualified"); RuleViolation or RuleViolations("recommendation.precondition_missing" |
    "recommendation.not_approved" | "recommendation.opinion_missing" | "recommendation.points_*" | "quota.*" |
    "recommendation.seal_missing").
    Source: qc-2020 三.1-4; qc-2022 二.3(2), 三.2; excellence-2024 第八条.
    """
    application, against, stored = _begin(application_id, by, at, read), against or Reasons(), None
    with against:
        rules.check_opinion(opinion)
    if points is None:  # what the own experts gave is not typed again
        points = queries.own_mean(queries.own_scores_of(application))
    asked = programmes.definition_of(application.edition).route.recommender_scores
    with against:
        rules.check_points(points, asked=asked, maximum=queries.highest_points(application))
    with against:
        _require_preconditions(application)
    with against:
        if exceeded := quota_refusals(application, QuotaMoment.RECOMMEND, by):
            raise RuleViolations(exceeded)
    with against:
        stored = _seal(application, sealed, by, at)
    against.refuse()
    given = _record(application, Verdict.RECOMMENDED, opinion, by, at, points=points, rank=rank, sealed_file=stored)
    lifecycle.move(application, "recommend", by=by, at=at)
    _tell(application, "recommended", at, given)
    return given


@transaction.atomic
def return_to_applicant(
    *,
    application_id: int,
    reason: str,
    read: str | None = None,
    against: Reasons | None = None,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Return a case to its applicant, who may change it and submit again while the window is open.

    Args: read, against: as `recommend` has them.
    Raises: NotFound; NotAllowed; RuleViolation("window.*" | "package.*" | "read.changed" |
    "recommendation.opinion_missing").
    """
    application, against = _begin(application_id, by, at, read), against or Reasons()
    with against:
        rules.check_opinion(reason)
    against.refuse()
    given = _record(application, Verdict.RETURNED, reason, by, at)
    lifecycle.move(application, "return_to_applicant", reason=reason, by=by, at=at)
    given.ended_at = at
    given.save(update_fields=["ended_at"])
    _tell(application, "returned", at, given, reason=reason)
    return given


@transaction.atomic
def decline(
    *,
    application_id: int,
    reason: str,
    read: str | None = None,
    against: Reasons | None = None,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Decline to recommend a case, with the reason; its way ends.

    Args: read, against: as `recommend` has them.
    Raises: NotFound; NotAllowed; RuleViolation("window.*" | "package.*" | "read.changed" |
    "recommendation.opinion_missing").
    """
    application, against = _begin(application_id, by, at, read), against or Reasons()
    with against:
        rules.check_opinion(reason)
    against.refuse()
    given = _record(application, Verdict.DECLINED, reason, by, at)
    lifecycle.move(application, "decline", reason=reason, by=by, at=at)
    _tell(application, "declined", at, given, reason=reason)
    return given


def _begin(application_id: int, by: Actor, at: datetime, read: str | None) -> Application:
    """Lock case, unit and recommender in this order, as submitting does; ask who, when and on what."""
    application = lifecycle.lock(application_id)
    permissions.require_recommend(by, application)
    check_as_read(read, queries.handed_in(application))
    unit = register.identity(application.organisation_id)
    chosen = Recommender.objects.select_for_update(no_key=True).filter(pk=application.recommender_id or 0).first()
    if chosen is None:
        raise NotFound
    application.recommender, application.organisation = chosen, unit
    if chosen.disqualified_at is not None:
        raise RuleViolation("recommendation.disqualified", label=chosen.label)
    queries.check_open(chosen)
    windows.check_window(window_of(application, application.state), at)
    return application


def _require_preconditions(application: Application) -> None:
    chosen = application.recommender
    if chosen is None or not chosen.is_virtual:
        for missing in queries.faults_of_preconditions(chosen) if chosen else []:
            raise missing
        return
    approved = PreApproval.objects.filter(application=application, approved=True).exists()
    if not approved:
        raise RuleViolation("recommendation.not_approved")


def _seal(application: Application, sealed: tuple[str, bytes] | None, by: Actor, at: datetime) -> StoredFile | None:
    rule = queries.seal_rule(application)
    if sealed is None:
        chosen = application.recommender
        if rule is not None and rule.required and not (chosen and chosen.is_virtual):
            raise RuleViolation("recommendation.seal_missing", label=rule.label, label_en=rule.label_en)
        return None
    limit = {"max_bytes": rule.max_bytes} if rule else {}
    stored = files.store(name=sealed[0], content=sealed[1], by=by, at=at, **limit)
    if rule is not None:
        check_against(rule, stored)
    return stored


def _record(
    application: Application, verdict: str, words: str, by: Actor, at: datetime, **facts: object
) -> Recommendation:
    version = application.versions.order_by("number").last()
    assert application.recommender is not None  # _begin saw to it
    assert version is not None  # handing in froze one
    given = Recommendation.objects.create(
        application=application,
        recommender=application.recommender,
        version=version,
        verdict=verdict,
        opinion=words.strip(),
        given_at=at,
        given_by_id=by.person_id,
        **facts,
    )
    subject, key = f"application:{application.pk}", application.edition.key
    act = f"recommendation.{verdict}"
    journal.write(act, subject=subject, edition_key=key, reason=words, by=by, at=at, points=facts.get("points"))
    return given


def _tell(application: Application, code: str, at: datetime, given: Recommendation, **more: str) -> None:
    messages.send(
        f"recommendation.{code}",
        to=[application.created_by_id],
        key=f"recommendation.{code}:{given.pk}",
        facts={
            "title": application.title,
            "edition": application.edition.title,
            "recommender": str(application.recommender),
            **more,
        },
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
