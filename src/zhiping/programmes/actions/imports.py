"""Bring units and an edition's recommenders onto the register from a workbook: check first, then all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiping.core import sheets
from zhiping.core.as_read import check_as_read
from zhiping.core.errors import NotFound, RuleViolation, listing
from zhiping.core.permissions.actor import Actor, Role
from zhiping.documents import queries as documents
from zhiping.files import actions as files
from zhiping.files import queries as stored
from zhiping.jobs import actions as jobs
from zhiping.jobs import queries as queue
from zhiping.journal import actions as journal
from zhiping.organisations.actions import import_units
from zhiping.organisations.queries import imports as register
from zhiping.organisations.rules import sheet as units_sheet
from zhiping.programmes import permissions, ports
from zhiping.programmes.actions.editions import lock_edition
from zhiping.programmes.models import Edition, Recommender, RegisterImport
from zhiping.programmes.queries import definition_of, promised
from zhiping.programmes.rules import sheet as recommenders_sheet

LARGEST = 10 * 1024 * 1024
AT_ONCE = 300
"""Lines that are written while the office waits; more are a job, which shows how far it is."""
SHOWN = 1_000
"""Faults and changes that the report lists; the counts are of all."""
State = RegisterImport.State


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workbook would do. faults: with the sheet they stand in."""

    units: list[units_sheet.Change]
    recommenders: list[recommenders_sheet.Change]
    faults: list[tuple[str, sheets.Fault]]

    @property
    def digest(self) -> str:
        """Name what it would do to what: the same workbook against the same register gives the same."""
        plain = units_sheet.plain
        lines = [[c.uscc, c.kind, plain(c.before), plain(c.after)] for c in self.units]
        lines += [[c.uscc, c.kind, plain(c.before), plain(c.after)] for c in self.recommenders]
        return hashlib.sha256(json.dumps(lines, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def upload_import(*, name: str, content: bytes, edition_id: int | None, by: Actor, at: datetime) -> RegisterImport:
    """Take a workbook in and check it against the register; nothing is written yet.

    Side effects in order: the file; RegisterImport row with its report; journal entry.
    Args: edition_id: whose recommenders the sheet 推荐单位 lists; None for units alone.
    Raises: NotFound; NotAllowed; RuleViolation("import.not_a_workbook" | "sheet.broken" | "file.*").
    Source: requirements K1, B2, B4.
    """
    permissions.require_office(by)
    edition = lock_edition(edition_id) if edition_id is not None else None
    kept = files.store(name=name, content=content, max_bytes=LARGEST, by=by, at=at)
    if stored.kind_of(kept) != "xlsx":
        raise RuleViolation("import.not_a_workbook")
    wanted = RegisterImport.objects.create(file=kept, edition=edition, uploaded_at=at, uploaded_by_id=by.user_id)
    _check(wanted)
    facts = {"sha256": kept.sha256, "lines": wanted.lines, "faults": wanted.report["faulty"]}
    key = edition.key if edition else ""
    journal.write("programmes.upload_import", subject=f"import:{wanted.pk}", edition_key=key, by=by, at=at, **facts)
    return wanted


@transaction.atomic
def recheck_import(*, import_id: int, by: Actor, at: datetime) -> RegisterImport:
    """Check a workbook again, after the register has changed; what is written stays written.

    Side effects in order: the report made anew.
    Raises: NotFound; NotAllowed; RuleViolation("import.written_already" | "import.running").
    """
    permissions.require_office(by)
    wanted = _lock(import_id)
    _require_unwritten(wanted)
    _check(wanted)
    return wanted


@transaction.atomic
def write_import(*, import_id: int, read: Sequence[object] | None = None, by: Actor, at: datetime) -> RegisterImport:
    """Write a checked workbook onto the register: at once, or as a job where it is long. All of it, or nothing.

    Side effects in order: units and recommenders; RegisterImport.written_at; journal entries. A long one: state
    writing, and a job that does the same.
    Args: read: the report that was read, as `queries.promised` tells; None for the one there is.
    Raises: NotFound; NotAllowed; RuleViolation("read.changed" | "import.has_faults" | "import.register_changed" |
    "import.written_already" | "import.running").
    """
    permissions.require_office(by)
    wanted = _lock(import_id)
    _require_unwritten(wanted)
    check_as_read(read, promised(wanted))
    if wanted.report["faulty"]:
        raise RuleViolation("import.has_faults", count=wanted.report["faulty"])
    if wanted.lines <= AT_ONCE:
        return _write(wanted, by, at)
    wanted.state, wanted.done = State.WRITING, 0
    wanted.save(update_fields=["state", "done"])
    who: dict[str, Any] = {"user_id": by.user_id, "role": by.role.value, "name": by.name}
    jobs.enqueue("programmes.write_import", key=f"import:{wanted.pk}", import_id=wanted.pk, **who)
    return wanted


def run_import(*, import_id: int, by: Actor, at: datetime) -> RegisterImport:
    """Do what `write_import` left to a job; where the register has changed since, say so and write nothing.

    A job that was killed is done anew: nothing of it was kept. Raises: NotFound; NotAllowed.
    """
    permissions.require_office(by)
    try:
        with transaction.atomic():
            wanted = RegisterImport.objects.select_related("file", "edition").filter(pk=import_id).first()
            if wanted is None:
                raise NotFound
            if wanted.state != State.WRITING:
                return wanted
            return _write(wanted, by, at)
    except RuleViolation:
        with transaction.atomic():
            wanted = _lock(import_id)
            _check(wanted)
            wanted.state = State.FAILED
            wanted.save(update_fields=["state"])
            return wanted


@transaction.atomic
def rescue_imports() -> int:
    """Take imports whose job is gone out of "writing": not a line of them was written, they are checked anew.

    A job is gone that took worker after worker with it, that a fault ended, or whose officer may import no more.
    Side effects in order: the report made anew; state failed, from which it can be written again.
    Returns: how many.
    """
    living = queue.values_at_work("programmes.write_import", "import_id")
    locked = RegisterImport.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    lost = [one for one in locked.select_related("file", "edition").filter(state=State.WRITING) if one.pk not in living]
    for wanted in lost:
        _check(wanted)
        wanted.state, wanted.done = State.FAILED, 0
        wanted.save(update_fields=["state", "done"])
    return len(lost)


def actor_of_job(user_id: int | None, role: str, name: str) -> Actor:
    """Return the person for whom a job works, as the queue kept it."""
    return Actor(user_id, Role(role), None, name)


def _lock(import_id: int) -> RegisterImport:
    locked = RegisterImport.objects.select_for_update(of=("self",), no_key=True).select_related("file", "edition")
    found = locked.filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def _require_unwritten(wanted: RegisterImport) -> None:
    if wanted.state == State.WRITTEN:
        raise RuleViolation("import.written_already")
    if wanted.state == State.WRITING:
        raise RuleViolation("import.running")


def _check(wanted: RegisterImport) -> None:
    plan = _plan(wanted)
    faults = [
        {"sheet": sheet, "row": f.row, "cell": f.cell, "column": f.column, "code": f.code, "facts": _facts(f)}
        for sheet, f in plan.faults
    ]
    wanted.report = {
        "units": _counts(plan.units),
        "recommenders": _counts(plan.recommenders),
        "faulty": len(faults),
        "faults": faults[:SHOWN],
        "changes": _changes(plan)[:SHOWN],
        "digest": plan.digest,
    }
    wanted.lines, wanted.state = len(plan.units) + len(plan.recommenders), State.CHECKED
    wanted.save(update_fields=["report", "lines", "state"])


def _facts(wrong: sheets.Fault) -> dict[str, Any]:
    return {key: value if isinstance(value, int) else str(value) for key, value in wrong.facts.items()}


def _counts(changes: Sequence[units_sheet.Change] | Sequence[recommenders_sheet.Change]) -> dict[str, int]:
    return {kind: sum(change.kind == kind for change in changes) for kind in ("new", "changed", "same")}


def _changes(plan: Plan) -> list[dict[str, Any]]:
    """Return the lines that change something known, which a person should look at: what was, what will be."""
    both = [(units_sheet.SHEET, c) for c in plan.units], [(recommenders_sheet.SHEET, c) for c in plan.recommenders]
    return [
        {
            "sheet": sheet,
            "row": c.row,
            "uscc": c.uscc,
            "before": units_sheet.plain(c.before),
            "after": units_sheet.plain(c.after),
        }
        for part in both
        for sheet, c in part
        if c.kind == "changed"
    ]


def _plan(wanted: RegisterImport) -> Plan:
    with stored.open_stored(wanted.file) as opened:
        book = documents.sheets_of(opened.read())
    lines = book.get(units_sheet.SHEET, [])
    others = book.get(recommenders_sheet.SHEET, []) if wanted.edition else []
    records, wrong = sheets.read(units_sheet.COLUMNS, lines, at_most=units_sheet.MOST_LINES) if lines else ([], [])
    codes = [r.values["uscc"] for r in records if "uscc" in r.values]
    parents = [r.values["parent"] for r in records if "parent" in r.values]
    known = register.known([*codes, *parents], [r.values["name"] for r in records if "name" in r.values])
    units, more = units_sheet.plan(records, known)
    faults = [(units_sheet.SHEET, fault) for fault in sorted([*wrong, *more], key=_place)]
    if not lines and not others:
        named = listing("sheet", [units_sheet.SHEET, *([recommenders_sheet.SHEET] if wanted.edition else [])])
        faults.append((named["sheet"], sheets.Fault(1, "1", "", "sheet.missing", dict(named))))
    recommenders, beside = _plan_recommenders(others, wanted.edition, units) if wanted.edition else ([], [])
    return Plan(units, recommenders, faults + [(recommenders_sheet.SHEET, fault) for fault in beside])


def _plan_recommenders(
    lines: list[list[Any]], edition: Edition, units: list[units_sheet.Change]
) -> tuple[list[recommenders_sheet.Change], list[sheets.Fault]]:
    if not lines:
        return [], []
    records, wrong = sheets.read(recommenders_sheet.COLUMNS, lines, at_most=recommenders_sheet.MOST_LINES)
    codes = [r.values["uscc"] for r in records if "uscc" in r.values]
    names = {unit.uscc: unit.name for unit in register.known(codes, ()) if not unit.merged_into}
    names |= {unit.uscc: unit.name for unit in units}
    rows = Recommender.objects.filter(edition=edition, organisation__isnull=False)
    fields = ("organisation__uscc", "pk", "kind", "label", "is_co_creation")
    standing = {
        str(code): recommenders_sheet.Standing(pk, {"kind": kind, "label": label, "is_co_creation": shared})
        for code, pk, kind, label, shared in rows.values_list(*fields)
    }
    kinds = {str(kind) for kind in definition_of(edition).route.recommender_kinds}
    changes, more = recommenders_sheet.plan(records, names, standing, kinds)
    return changes, sorted([*wrong, *more], key=_place)


def _place(wrong: sheets.Fault) -> tuple[int, str]:
    return wrong.row, wrong.cell


def _write(wanted: RegisterImport, by: Actor, at: datetime) -> RegisterImport:
    """Write what the report promised; refuse when it would be anything else now."""
    edition = lock_edition(wanted.edition_id) if wanted.edition_id is not None else None
    plan = _plan(wanted)
    if plan.faults or plan.digest != wanted.report["digest"]:
        raise RuleViolation("import.register_changed")
    is_job = wanted.state == State.WRITING
    source = wanted.file.sha256

    def tell(done: int) -> None:
        if is_job:
            ports.tell_progress(wanted.pk, done)

    if plan.units:
        import_units(changes=plan.units, source=source, tell=tell, by=by, at=at)
    if edition is not None:
        _write_recommenders(plan.recommenders, edition, by, at)
    wanted.state, wanted.done, wanted.written_at = State.WRITTEN, wanted.lines, at
    wanted.save(update_fields=["state", "done", "written_at"])
    counts: dict[str, Any] = {"units": _counts(plan.units), "recommenders": _counts(plan.recommenders)}
    key = edition.key if edition else ""
    subject = f"import:{wanted.pk}"
    journal.write("programmes.write_import", subject=subject, edition_key=key, by=by, at=at, sha256=source, **counts)
    return wanted


def _write_recommenders(
    changes: Sequence[recommenders_sheet.Change], edition: Edition, by: Actor, at: datetime
) -> None:
    units = {unit.uscc: unit.id for unit in register.known([c.uscc for c in changes], ())}
    for change in changes:
        if change.kind == "same":
            continue
        row = Recommender(edition=edition, organisation_id=units[change.uscc])
        if change.recommender_id is not None:
            row = Recommender.objects.select_for_update(no_key=True).get(pk=change.recommender_id)
        for key, value in change.after.items():
            setattr(row, key, value)
        row.save()
        journal.write(
            "programmes.import_recommender",
            subject=f"recommender:{row.pk}",
            edition_key=edition.key,
            by=by,
            at=at,
            before=dict(change.before),
            after=dict(change.after),
        )
