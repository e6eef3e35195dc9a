"""Enrol experts and keep the facts from which conflicts are found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.experts import permissions, rules
from zhiping.experts.models import Employment, Expert, Tie
from zhiping.journal import actions as journal


def lock(expert_id: int) -> Expert:
    """Return an expert, the row locked. Raises: NotFound."""
    found = (
        Expert.objects.select_for_update(of=("self",), no_key=True).select_related("user").filter(pk=expert_id).first()
    )
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def enrol(
    *,
    user_id: int,
    organisation_id: int | None,
    title: str = "",
    fields: Sequence[str] = (),
    methods: Sequence[str] = (),
    max_load: int = 30,
    by: Actor,
    at: datetime,
) -> Expert:
    """Take a person into the pool of experts; enrolling again updates the entry.

    Side effects in order: Expert row; journal entry.
    Raises: NotAllowed.
    Source: performance-2018 三(二) (构建专家团队).
    """
    permissions.require_office(by)
    facts = {
        "organisation_id": organisation_id,
        "title": title,
        "fields": list(fields),
        "methods": list(methods),
        "max_load": max_load,
        "is_active": True,
    }
    expert, _new = Expert.objects.update_or_create(
        user_id=user_id, defaults=facts, create_defaults={**facts, "joined_at": at}
    )
    journal.write("experts.enrol", subject=f"expert:{expert.pk}", by=by, at=at, fields=list(fields))
    return expert


@transaction.atomic
def record_employment(
    *,
    expert_id: int,
    organisation_name: str,
    organisation_id: int | None = None,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Employment:
    """Record where an expert works or worked.

    Raises: NotFound; NotAllowed; RuleViolation("employment.ends_before_it_begins").
    """
    expert = lock(expert_id)
    permissions.require_self_or_office(by, expert.pk)
    rules.check_employment(from_on, until_on)
    post = Employment.objects.create(
        expert=expert,
        organisation_id=organisation_id,
        organisation_name=organisation_name.strip(),
        from_on=from_on,
        until_on=until_on,
    )
    journal.write("experts.record_employment", subject=f"expert:{expert.pk}", by=by, at=at, employment=post.pk)
    return post


@transaction.atomic
def record_tie(
    *,
    expert_id: int,
    kind: str,
    organisation_id: int,
    team_id: int | None = None,
    note: str = "",
    on: date | None = None,
    by: Actor,
    at: datetime,
) -> Tie:
    """Record that an expert coached or trained a unit or team, or has kin there.

    Raises: NotFound; NotAllowed.
    """
    expert = lock(expert_id)
    permissions.require_self_or_office(by, expert.pk)
    tie = Tie.objects.create(
        expert=expert, kind=kind, organisation_id=organisation_id, team_id=team_id, note=note.strip(), on=on
    )
    journal.write("experts.record_tie", subject=f"expert:{expert.pk}", by=by, at=at, kind=kind)
    return tie


@transaction.atomic
def deactivate(*, expert_id: int, reason: str, by: Actor, at: datetime) -> Expert:
    """Take an expert out of the pool, with the reason; access ends at once, what was judged stays.

    Raises: NotFound; NotAllowed; RuleViolation("expert.reason_missing").
    """
    expert = lock(expert_id)
    permissions.require_office(by)
    if not reason.strip():
        raise RuleViolation("expert.reason_missing")
    expert.is_active = False
    expert.save(update_fields=["is_active"])
    journal.write("experts.deactivate", subject=f"expert:{expert.pk}", reason=reason, by=by, at=at)
    return expert
