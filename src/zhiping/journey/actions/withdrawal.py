"""Withdraw an application, and take it up again: for its applicant or its unit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions
from zhiping.applications.actions.submission import lock_places
from zhiping.applications.models import Application, StateChange
from zhiping.core.definition.lifecycle import Phase
from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journey.queries import reviving as queries
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes


@transaction.atomic
def withdraw(*, application_id: int, reason: str, by: Actor, at: datetime) -> Application:
    """Take a case back with the reason; the places it filled in quotas are free at once.

    Side effects in order: state → withdrawn (with StateChange and journal entry); message to the author and the unit.
    Open assignments of experts end in review, which asks the phase.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "move_not_in_graph").
    Source: requirements C5.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.WITHDRAW, Field.CASE)
    if not reason.strip():
        raise RuleViolation("reason.missing")
    change = lifecycle.move(application, "withdraw", reason=reason.strip(), by=by, at=at)
    _tell("journey.withdrawn", application, change, at)
    return application


@transaction.atomic
def revive(*, application_id: int, reason: str, by: Actor, at: datetime) -> Application:
    """Take a withdrawn case up again where it was withdrawn, while the window is open that it came through.

    It takes its places in the quotas anew, under the locks of those who take places otherwise.
    Side effects in order: state → the one from which it was withdrawn (with StateChange and journal entry); message to
    the author, the unit and, where it waits for an opinion again, the recommending unit.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "revive.not_withdrawn" | "revive.too_late");
    RuleViolations of "window.*", "route.*", "quota.*", the last with the clause and the cases that fill the places.
    Source: requirements C5, C6 (counted exactly through withdraw and revive).
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.REVIVE, Field.CASE)
    if not reason.strip():
        raise RuleViolation("reason.missing")
    back = queries.revived_to(application)
    lock_places(application)
    if reasons := queries.reasons_against_reviving(application, back, by, at):
        raise RuleViolations(reasons)
    change = lifecycle.move(application, "revive", reason=reason.strip(), back=back, by=by, at=at)
    _tell("journey.revived", application, change, at)
    return application


def _tell(code: str, application: Application, change: StateChange, at: datetime) -> None:
    chosen = application.recommender
    waiting = code == "journey.revived" and application.phase == Phase.RECOMMENDATION and chosen is not None
    officers = organisations.people(chosen.organisation_id or 0, "recommender") if waiting and chosen else []
    messages.send(
        code,
        to={application.created_by_id, *organisations.people(application.organisation_id, "unit"), *officers},
        key=f"{code}:{application.pk}:{change.pk}",
        facts={"title": application.title, "edition": application.edition.title, "reason": change.reason},
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
