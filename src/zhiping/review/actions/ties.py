"""Facts of experts from which conflicts follow: kept in the pool, and the cases looked at anew at once (F3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zhiping.core.permissions.actor import Actor
from zhiping.experts import actions as experts
from zhiping.experts import queries as pool
from zhiping.experts.models import Employment, Tie
from zhiping.review.actions.searching import search_again


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
    """Record where an expert works or worked, and search the editions the expert serves in for conflicts.

    Side effects in order: as experts.record_employment; conflicts found anew and assignments they end.
    Raises: as experts.record_employment.
    """
    post = experts.record_employment(
        expert_id=expert_id,
        organisation_name=organisation_name,
        organisation_id=organisation_id,
        from_on=from_on,
        until_on=until_on,
        by=by,
        at=at,
    )
    _search(expert_id, at)
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
    """Record a tie of an expert to a unit, and search the editions the expert serves in for conflicts.

    Side effects in order: as experts.record_tie; conflicts found anew and assignments they end.
    Raises: as experts.record_tie.
    """
    tie = experts.record_tie(
        expert_id=expert_id,
        kind=kind,
        organisation_id=organisation_id,
        team_id=team_id,
        note=note,
        on=on,
        by=by,
        at=at,
    )
    _search(expert_id, at)
    return tie


def _search(expert_id: int, at: datetime) -> None:
    for edition in pool.serving(expert_id):
        search_again(edition, at, only=[expert_id])
