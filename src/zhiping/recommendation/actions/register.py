"""The office's acts around recommending: pre-approval of the virtual route, loss of the right to recommend."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications import permissions as of_applications
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes.models import Recommender
from zhiping.recommendation import rules
from zhiping.recommendation.models import PreApproval


@transaction.atomic
def approve_direct(*, application_id: int, approved: bool, reason: str, by: Actor, at: datetime) -> PreApproval:
    """Decide whether a unit without a recommender may use the virtual one or go direct.

    Side effects in order: PreApproval row; journal entry; message to the author.
    Raises: NotFound; NotAllowed; RuleViolation("recommendation.opinion_missing").
    Source: qc-2020 二.2(2); qc-2022 二.3(2); site-2023 二(五).
    """
    application = lifecycle.lock(application_id)
    of_applications.require(by, application, Verb.APPROVE_DIRECT, Field.CASE)
    rules.check_opinion(reason)
    decided, _new = PreApproval.objects.update_or_create(
        application=application,
        defaults={"approved": approved, "reason": reason.strip(), "decided_at": at, "decided_by_id": by.person_id},
    )
    subject, key = f"application:{application.pk}", application.edition.key
    act = "recommendation.approve_direct"
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, approved=approved)
    _tell(application, decided)
    return decided


def _tell(application: Application, decided: PreApproval) -> None:
    word = "confirmed" if decided.approved else "refused"
    messages.send(
        f"recommendation.way_{word}",
        to=[application.created_by_id],
        key=f"recommendation.way_{word}:{decided.pk}:{decided.decided_at.isoformat()}",
        facts={"title": application.title, "edition": application.edition.title, "reason": decided.reason},
        link=f"/cases/{application.pk}/",
        at=decided.decided_at,
    )


@transaction.atomic
def disqualify_recommender(*, recommender_id: int, reason: str, by: Actor, at: datetime) -> Recommender:
    """Take away the right to recommend, for charging fees; cases not yet recommended wait for another recommender.

    Side effects in order: Recommender row; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("recommendation.opinion_missing" | "recommendation.disqualified").
    Source: qc-2020 三.4; qc-2022 三.1.
    """
    recommender = (
        Recommender.objects.select_for_update(of=("self",)).select_related("edition").filter(pk=recommender_id).first()
    )
    if recommender is None:
        raise NotFound
    if by.role is not Role.SECRETARIAT:
        raise NotAllowed
    rules.check_opinion(reason)
    if recommender.disqualified_at is not None:
        raise RuleViolation("recommendation.disqualified", label=recommender.label)
    recommender.disqualified_at, recommender.disqualified_by_id = at, by.user_id
    recommender.disqualified_reason = reason.strip()
    recommender.save(update_fields=["disqualified_at", "disqualified_by", "disqualified_reason"])
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    journal.write(
        "recommendation.disqualify_recommender", subject=subject, edition_key=key, reason=reason, by=by, at=at
    )
    return recommender
