"""Withdraw an application: its applicant or its unit takes it back before it is published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions
from zhiping.applications.models import Application
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
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
    lifecycle.move(application, "withdraw", reason=reason.strip(), by=by, at=at)
    messages.send(
        "journey.withdrawn",
        to={application.created_by_id, *organisations.people(application.organisation_id, "unit")},
        key=f"journey.withdrawn:{application.pk}",
        facts={"title": application.title, "edition": application.edition.title, "reason": reason.strip()},
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
    return application
