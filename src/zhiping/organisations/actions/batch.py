"""Approve several units and people in one step: each by itself, one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zhiping.core import bulk
from zhiping.core.permissions.actor import Actor
from zhiping.organisations.actions.members import approve_member
from zhiping.organisations.actions.register import approve


def approve_several(
    *, organisation_ids: Sequence[int], membership_ids: Sequence[int], by: Actor, at: datetime
) -> tuple[bulk.Outcome, bulk.Outcome]:
    """Approve the entries of these units, then these requests, so that a unit's people may be approved with it.

    Side effects: those of `approve` and `approve_member` for each, in a transaction of its own: what is done stays
    done. Returns: what became of the units, and of the requests.
    Source: requirements B2.
    """
    units = bulk.each(organisation_ids, lambda pk: approve(organisation_id=pk, by=by, at=at))
    return units, bulk.each(membership_ids, lambda pk: approve_member(membership_id=pk, by=by, at=at))
