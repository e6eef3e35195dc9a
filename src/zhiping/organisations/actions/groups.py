"""The group tree: which unit belongs to which, as the office knows it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.organisations import permissions, queries, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Organisation

TREE_LOCK = 20_220_401
"""One change of the tree at a time: two that each look harmless could close a circle together."""


@transaction.atomic
def set_parent(
    *, organisation_id: int, parent_id: int | None, since: date | None = None, reason: str, by: Actor, at: datetime
) -> Organisation:
    """Set, change or end to which unit a unit belongs, for the office; conflicts are found along the tree.

    Side effects in order: Organisation.parent, parent_since; journal entry with what was and what is.
    Args: parent_id: None ends it. since: the day from which it belongs there, where it is known.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "group.own_parent" | "group.circle").
    Source: requirements B2 (group parent); excellence-2024 附件1 第十五条 (利益关系).
    """
    permissions.require_office(by)
    rules.check_reason(reason)
    lock_tree()
    unit = locking.organisation(organisation_id)
    parent = locking.organisation(parent_id) if parent_id is not None else None
    if parent is not None:
        rules.check_parent(unit.pk, parent.pk, [above.pk for above in queries.ancestors(parent.pk)])
    before = {"parent": unit.parent_id, "since": unit.parent_since}
    unit.parent, unit.parent_since = parent, since if parent is not None else None
    after = {"parent": unit.parent_id, "since": unit.parent_since}
    if after == before:
        return unit
    unit.save(update_fields=["parent", "parent_since"])
    subject = f"organisation:{unit.pk}"
    journal.write("organisations.set_parent", subject=subject, reason=reason, by=by, at=at, before=before, after=after)
    return unit


def lock_tree() -> None:
    """Let changes of the group tree wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
