"""Write what an imported sheet changes on the register; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiping.core.calendar import civil_day
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.organisations import permissions
from zhiping.organisations.actions import locking
from zhiping.organisations.actions.groups import lock_tree
from zhiping.organisations.models import Organisation, OrganisationName
from zhiping.organisations.rules import sheet

BATCH = 500


@transaction.atomic
def import_units(
    *, changes: Sequence[sheet.Change], source: str, tell: Callable[[int], None], by: Actor, at: datetime
) -> dict[str, int]:
    """Enter and change the units of an imported sheet, approved by the office that imports them; all or none.

    Side effects in order: Organisation rows; OrganisationName rows (a changed name stays as a former one);
    Organisation.parent; one journal entry for each unit changed and one for the whole import.
    Args: changes: as `rules.sheet.plan` found them, without faults. source: the hash of the file, for the journal.
    tell: hears how many lines are done. Returns: unit ids by credit code.
    Raises: NotAllowed.
    Source: requirements K1 (bulk import), B2.
    """
    permissions.require_office(by)
    lock_tree()
    ids = {change.uscc: change.unit_id for change in changes if change.unit_id is not None}
    new = [change for change in changes if change.kind == "new"]
    for start in range(0, len(new), BATCH):
        ids |= _enter(new[start : start + BATCH], at)
        tell(min(start + BATCH, len(new)))
    for number, change in enumerate((c for c in changes if c.kind == "changed"), len(new) + 1):
        _amend(change, source, by, at)
        if number % BATCH == 0:
            tell(number)
    _set_names(changes, ids)
    _set_parents(changes, ids)
    counts: dict[str, Any] = {
        kind: sum(change.kind == kind for change in changes) for kind in ("new", "changed", "same")
    }
    entered = [ids[change.uscc] for change in new]
    subject = f"import:{source[:16]}"
    journal.write("organisations.import_units", subject=subject, by=by, at=at, source=source, entered=entered, **counts)
    return ids


def _enter(changes: Sequence[sheet.Change], at: datetime) -> dict[str, int]:
    plain = ("name", *(column.key for column in sheet.PROFILE))
    rows = [
        Organisation(
            uscc=change.uscc,
            registered_at=at,
            approved_at=at,
            **{key: change.after[key] for key in plain if key in change.after},
        )
        for change in changes
    ]
    return {str(row.uscc): row.pk for row in Organisation.objects.bulk_create(rows)}


def _amend(change: sheet.Change, source: str, by: Actor, at: datetime) -> None:
    unit = locking.organisation(change.unit_id or 0)
    if "name" in change.after:
        former = OrganisationName.Kind.FORMER
        OrganisationName.objects.get_or_create(
            organisation=unit, name=unit.name, kind=former, defaults={"until_on": civil_day(at)}
        )
    for key, value in change.after.items():
        if key == "approved":
            unit.approved_at = at
        elif key not in ("names", "parent"):
            setattr(unit, key, value)
    unit.save()
    facts: dict[str, Any] = {"before": sheet.plain(change.before), "after": sheet.plain(change.after)}
    subject = f"organisation:{unit.pk}"
    journal.write("organisations.import_changed", subject=subject, by=by, at=at, source=source, **facts)


def _set_names(changes: Sequence[sheet.Change], ids: dict[str, int]) -> None:
    rows = [
        OrganisationName(organisation_id=ids[change.uscc], name=name, kind=kind)
        for change in changes
        for name, kind in change.after.get("names", ())
    ]
    OrganisationName.objects.bulk_create(rows, batch_size=BATCH)


def _set_parents(changes: Sequence[sheet.Change], ids: dict[str, int]) -> None:
    wanted = {ids[change.uscc]: change.after["parent"] for change in changes if change.after.get("parent")}
    missing = set(wanted.values()) - set(ids)
    known = Organisation.objects.filter(uscc__in=missing).values_list("uscc", "merged_into_id", "pk")
    above = ids | {str(code): survivor or own for code, survivor, own in known}
    rows = [Organisation(pk=unit, parent_id=above[code]) for unit, code in wanted.items()]
    Organisation.objects.bulk_update(rows, ["parent"], batch_size=BATCH)
