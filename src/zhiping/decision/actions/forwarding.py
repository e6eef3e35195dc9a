"""Send an outcome on to the next level."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision import permissions
from zhiping.decision.models import Forwarding
from zhiping.decision.queries import outcomes
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes


@transaction.atomic
def forward(*, application_id: int, to: str, by: Actor, at: datetime) -> Forwarding:
    """Choose an outcome to be sent on to the next level.

    Side effects in order: Forwarding; journal entry.
    Args: to: id of one of the edition's forwardings.
    Raises: NotAllowed; NotFound; RuleViolation("forward.level" | "forward.chosen_already").
    Source: qc-2022 二.4, 二表6; qc-2020; requirements H5.
    """
    case = lifecycle.lock(application_id)
    permissions.require(by, case, Verb.FORWARD, Field.CASE)
    definition = programmes.definition_of(case.edition)
    chosen = next((f for f in definition.forwarding if f.id == to), None)
    if chosen is None:
        raise NotFound
    if chosen.levels and outcomes.resolved_level(case) not in chosen.levels:
        raise RuleViolation("forward.level", to=chosen.to)
    if Forwarding.objects.filter(application=case, to=to).exists():
        raise RuleViolation("forward.chosen_already", to=chosen.to)
    forwarding = Forwarding.objects.create(application=case, to=to, decided_at=at, decided_by_id=by.person_id)
    journal.write(
        "decision.forward", subject=f"application:{case.pk}", edition_key=case.edition.key, by=by, at=at, to=to
    )
    return forwarding
