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
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
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
        wording=programmes.wording(application.edition),
        at=decided.decided_at,
    )


@transaction.atomic
def disqualify_recommender(*, recommender_id: int, reason: str, by: Actor, at: datetime) -> Recommender:
    """Take away the right to recommend, for charging fees; what waits there goes back to its applicants.

    Side effects in order: waiting cases moved to draft; Recommender row; journal entry; messages to the authors of
    the waiting cases and of drafts addressed to it, and to its officers. Opinions already given stand.
    Raises: NotFound; NotAllowed; RuleViolation("recommendation.opinion_missing" | "recommendation.disqualified").
    Source: qc-2020 三.4; qc-2022 三.1.
    """
    if by.role is not Role.SECRETARIAT:
        raise NotAllowed
    rules.check_opinion(reason)
    waiting = [lifecycle.lock(pk) for pk in _addressed(recommender_id, "recommendation")]  # cases before recommenders
    recommender = (
        Recommender.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition", "organisation")
        .filter(pk=recommender_id, is_virtual=False)
        .first()
    )
    if recommender is None:
        raise NotFound
    if recommender.disqualified_at is not None:
        raise RuleViolation("recommendation.disqualified", label=recommender.label)
    seen = {case.pk for case in waiting}  # a submission may have come in before the recommender was locked
    waiting += [lifecycle.lock(pk) for pk in _addressed(recommender_id, "recommendation") if pk not in seen]
    for case in waiting:
        lifecycle.move(case, "return_to_applicant", reason=reason.strip(), by=by, at=at)
    recommender.disqualified_at, recommender.disqualified_by_id = at, by.user_id
    recommender.disqualified_reason = reason.strip()
    recommender.save(update_fields=["disqualified_at", "disqualified_by", "disqualified_reason"])
    journal.write(
        "recommendation.disqualify_recommender",
        subject=f"recommender:{recommender.pk}",
        edition_key=recommender.edition.key,
        reason=reason,
        by=by,
        at=at,
        returned=[case.pk for case in waiting],
    )
    _tell_disqualified(recommender, at)
    return recommender


@transaction.atomic
def reinstate_recommender(*, recommender_id: int, reason: str, by: Actor, at: datetime) -> Recommender:
    """Give the right to recommend back, for another officer than the one who took it away.

    Cases that went back to their applicants stay with them; they may be sent to this unit again.
    Side effects in order: Recommender row; journal entry; messages to its officers and to the authors of the drafts
    still addressed to it.
    Raises: NotFound; NotAllowed; RuleViolation("recommendation.opinion_missing" | "recommendation.not_disqualified" |
    "recommendation.same_person").
    Source: qc-2020 三.4, whose loss an unfounded case must be able to undo.
    """
    if by.role is not Role.SECRETARIAT:
        raise NotAllowed
    rules.check_opinion(reason)
    recommender = (
        Recommender.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .filter(pk=recommender_id, is_virtual=False)
        .first()
    )
    if recommender is None:
        raise NotFound
    if recommender.disqualified_at is None:
        raise RuleViolation("recommendation.not_disqualified", label=recommender.label)
    if recommender.disqualified_by_id == by.user_id:
        raise RuleViolation("recommendation.same_person")
    recommender.disqualified_at, recommender.disqualified_by, recommender.disqualified_reason = None, None, ""
    recommender.save(update_fields=["disqualified_at", "disqualified_by", "disqualified_reason"])
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    act = "recommendation.reinstate_recommender"
    journal.write(act, subject=subject, edition_key=key, reason=reason.strip(), by=by, at=at)
    _tell_reinstated(recommender, reason.strip(), at)
    return recommender


def _tell_reinstated(recommender: Recommender, reason: str, at: datetime) -> None:
    drafts = Application.objects.filter(recommender=recommender, phase="draft").values_list("created_by_id", flat=True)
    officers = organisations.people(recommender.organisation_id or 0, "recommender")
    messages.send(
        "recommendation.recommender_reinstated",
        to={*drafts, *officers},
        key=f"recommendation.recommender_reinstated:{recommender.pk}:{at.timestamp():.0f}",
        facts={"recommender": recommender.label, "edition": recommender.edition.title, "reason": reason},
        link="/home/",
        wording=programmes.wording(recommender.edition),
        at=at,
    )


def _addressed(recommender_id: int, phase: str) -> list[int]:
    cases = Application.objects.filter(recommender_id=recommender_id, phase=phase)
    return list(cases.order_by("pk").values_list("pk", flat=True))


def _tell_disqualified(recommender: Recommender, at: datetime) -> None:
    """Tell the authors, who have to choose anew, and the unit itself."""
    facts = {"recommender": recommender.label, "edition": recommender.edition.title}
    key = f"recommendation.recommender_disqualified:{recommender.pk}:{at.timestamp():.0f}"
    for case in Application.objects.filter(recommender=recommender, phase="draft"):
        messages.send(
            "recommendation.choose_another",
            to=[case.created_by_id],
            key=f"{key}:{case.pk}",
            facts={**facts, "title": case.title},
            link=f"/applications/{case.pk}/",
            wording=programmes.wording(recommender.edition),
            at=at,
        )
    if recommender.organisation_id is not None:
        messages.send(
            "recommendation.recommender_disqualified",
            to=organisations.people(recommender.organisation_id, "recommender"),
            key=key,
            facts={**facts, "reason": recommender.disqualified_reason},
            link="/home/",
            wording=programmes.wording(recommender.edition),
            at=at,
        )
