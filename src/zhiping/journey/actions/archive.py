"""Put a finished programme-year away, and take it out again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications.models import Application
from zhiping.core.definition.lifecycle import Phase
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition

FINISHED = (Phase.DRAFT, Phase.PUBLISHED, Phase.ENDED)


@transaction.atomic
def archive(*, edition_id: int, reason: str, by: Actor, at: datetime) -> Edition:
    """Put an edition away: it leaves the desks and nobody can apply; its lists, stories and certificates stay public.

    Side effects in order: Edition.status; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "edition.cases_running" | "edition.archived_already").
    """
    edition = programmes.set_archived(edition_id=edition_id, archived=True, reason=reason, by=by, at=at)
    running = Application.objects.filter(edition=edition).exclude(phase__in=FINISHED).count()
    if running:
        raise RuleViolation("edition.cases_running", count=running)
    return edition


@transaction.atomic
def reopen(*, edition_id: int, reason: str, by: Actor, at: datetime) -> Edition:
    """Take an archived edition out again, for a correction or a late objection.

    Side effects in order: Edition.status; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "edition.not_archived").
    """
    return programmes.set_archived(edition_id=edition_id, archived=False, reason=reason, by=by, at=at)
