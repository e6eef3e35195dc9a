"""Run an edition: open it, set its windows, keep its register of recommenders, move its demo clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from zhiping.asking import prepared
from zhiping.core.definition import loader
from zhiping.core.definition.schema import Definition
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.journal import queries as journal_of
from zhiping.programmes import permissions, rules
from zhiping.programmes.models import Edition, FrozenRules, Recommender, StageWindow

PAUSE = timedelta(hours=12)


@transaction.atomic
def open_edition(*, definition: Definition, is_demo: bool = False, by: Actor, at: datetime) -> Edition:
    """Freeze a definition into an edition and open it; running cases never see later edits of the files.

    Side effects in order: FrozenRules row; Edition row; one StageWindow a stage with the widest window the notice allows;
    the virtual recommender, where the route has one; journal entry.
    Raises: NotAllowed; RuleViolation("edition.disabled" | "edition.open_already").
    Source: requirements A1; definitions/<programme>/<year>.
    """
    permissions.require_office(by)
    if not definition.enabled:
        raise RuleViolation("edition.disabled", title=definition.title)
    if Edition.objects.filter(key=definition.key).exists():
        raise RuleViolation("edition.open_already", title=definition.title)
    text, sha256 = loader.freeze(definition)
    FrozenRules.objects.get_or_create(sha256=sha256, defaults={"json": text})
    edition = Edition.objects.create(
        key=definition.key,
        programme=definition.programme,
        year=definition.edition,
        title=definition.title,
        definition_sha256=sha256,
        status=Edition.Status.OPEN,
        opened_at=at,
        is_demo=is_demo,
    )
    for stage in definition.stages:
        opens_at, closes_at = stage.window()
        StageWindow.objects.create(edition=edition, stage_id=stage.id, opens_at=opens_at, closes_at=closes_at)
    if definition.route.virtual is not None:
        virtual = definition.route.virtual
        Recommender.objects.create(edition=edition, kind="virtual", label=virtual.label, is_virtual=True)
    journal.write(
        "programmes.open_edition",
        subject=f"edition:{edition.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        sha256=sha256,
    )
    return edition


@transaction.atomic
def set_window(
    *,
    edition_id: int,
    stage_id: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> StageWindow:
    """Set or amend the concrete window of a stage, with the reason that the journal keeps.

    Raises: NotAllowed; NotFound for an unknown stage;
    RuleViolation("reason.missing" | "window.closes_before_it_opens").
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    rules.check_reason(reason)
    rules.check_window(opens_at, closes_at)
    window = StageWindow.objects.filter(edition=edition, stage_id=stage_id).first()
    if window is None:
        raise NotFound
    before = [window.opens_at, window.closes_at]
    window.opens_at, window.closes_at = opens_at, closes_at
    window.save(update_fields=["opens_at", "closes_at"])
    journal.write(
        "programmes.set_window",
        subject=f"edition:{edition.pk}",
        edition_key=edition.key,
        reason=reason,
        by=by,
        at=at,
        stage=stage_id,
        before=before,
        after=[opens_at, closes_at],
    )
    return window


@transaction.atomic
def set_archived(*, edition_id: int, archived: bool, reason: str, by: Actor, at: datetime) -> Edition:
    """Put an edition away or take it out again; whether its cases allow that is asked by whoever knows them.

    Side effects in order: Edition.status; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "edition.archived_already" | "edition.not_archived").
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    rules.check_reason(reason)
    is_away = edition.status == Edition.Status.ARCHIVED
    if archived and is_away:
        raise RuleViolation("edition.archived_already")
    if not archived and not is_away:
        raise RuleViolation("edition.not_archived")
    edition.status = Edition.Status.ARCHIVED if archived else Edition.Status.OPEN
    edition.save(update_fields=["status"])
    act, subject = "archive" if archived else "reopen", f"edition:{edition.pk}"
    journal.write(f"programmes.{act}", subject=subject, edition_key=edition.key, reason=reason.strip(), by=by, at=at)
    return edition


@transaction.atomic
def register_recommender(
    *,
    edition_id: int,
    organisation_id: int,
    kind: str,
    label: str,
    is_co_creation: bool = False,
    by: Actor,
    at: datetime,
) -> Recommender:
    """Put a recommending unit on the edition's register.

    Raises: NotAllowed; RuleViolation("recommender.registered_already").
    Source: qc-2022 三.2 (共建 without limit); requirements B4.
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    if Recommender.objects.filter(edition=edition, organisation_id=organisation_id).exists():
        raise RuleViolation("recommender.registered_already", label=label)
    recommender = Recommender.objects.create(
        edition=edition, organisation_id=organisation_id, kind=kind, label=label, is_co_creation=is_co_creation
    )
    journal.write(
        "programmes.register_recommender",
        subject=f"recommender:{recommender.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        label=label,
        co_creation=is_co_creation,
    )
    return recommender


@transaction.atomic
def move_demo_clock(*, edition_id: int, to: datetime, by: Actor, at: datetime) -> Edition:
    """Let a demo edition's clock show `to` from now on; a real edition has no such clock.

    Args: at: real time, from which the shift is counted.
    Raises: NotAllowed; RuleViolation("clock.not_a_demo" | "clock.runs_forward_only").
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    if not edition.is_demo:
        raise RuleViolation("clock.not_a_demo")
    shown = at + (edition.clock_shift or timedelta())
    if edition.clock_shift is not None and to < shown:
        raise RuleViolation("clock.runs_forward_only", shown=shown)
    edition.clock_shift = to - at
    edition.save(update_fields=["clock_shift"])
    journal.write(
        "programmes.move_demo_clock",
        subject=f"edition:{edition.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        to=to,
    )
    return edition


@transaction.atomic
def rest_demo_clocks(*, by: Actor, at: datetime) -> timedelta:
    """Take the time since the last act off every demo clock: while nobody looks, a demo grows no older.

    Side effects in order, for each demo edition: its clock; journal entry. A pause of less than half a day is left.
    Args: at: real time. Returns: what was taken off.
    Raises: NotAllowed.
    """
    permissions.require_office(by)
    last = journal_of.last_recorded_at()
    paused = at - last if last else timedelta()
    if paused < PAUSE:
        return timedelta()
    for edition in Edition.objects.select_for_update(no_key=True).filter(is_demo=True):
        edition.clock_shift = (edition.clock_shift or timedelta()) - paused
        edition.save(update_fields=["clock_shift"])
        subject, key, hours = f"edition:{edition.pk}", edition.key, round(paused / timedelta(hours=1))
        journal.write("programmes.rest_demo_clock", subject=subject, edition_key=key, by=by, at=at, hours=hours)
    return paused


def lock_edition(edition_id: int) -> Edition:
    """Return an edition, its row locked until the transaction ends. Raises: NotFound."""
    return _locked.one(edition_id)


@prepared
def _locked(edition_id: int) -> QuerySet[Edition]:
    return Edition.objects.select_for_update(no_key=True).filter(pk=edition_id).order_by()
