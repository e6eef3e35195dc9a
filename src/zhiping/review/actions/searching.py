"""The search for conflicts in the register, shared by every act that depends on it being fresh (F3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhiping.applications.models import Application
from zhiping.core import conflicts as core
from zhiping.core.calendar import civil_day
from zhiping.core.conflict_search import find_all
from zhiping.experts import queries as experts
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict
from zhiping.review.queries import facts

State, Source = Conflict.State, Conflict.Source
RUNNING = ("recommendation", "screening", "supplement", "round")
RECUSED = "回避"
Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search changed: conflicts that are new, gone, and all that stand in the register now."""

    new: int
    gone: int
    all: int


def search_again(
    edition: Edition, at: datetime, only: Collection[int] | None = None, case_id: int | None = None
) -> Searched:
    """Bring the conflicts found in the register up to date; call it inside the transaction of an act.

    Side effects in order: Conflict rows added; those no longer found and not yet judged removed; standing
    assignments that run into a new conflict ended. What people judged stays.
    Args: only: ids of the experts to look at; all committed ones of the edition otherwise. case_id: the case to look
    at; all running ones of the edition otherwise.
    """
    cases = Application.objects.filter(edition=edition, phase__in=RUNNING)
    held = Conflict.objects.filter(application__edition=edition, source=Source.REGISTER)
    if only is not None:
        held = held.filter(expert__in=only)
    if case_id is not None:
        cases, held = cases.filter(pk=case_id), held.filter(application=case_id)
    found = _search(edition, cases, civil_day(at), only)
    known = {(c.application_id, c.expert_id, c.kind): c for c in held}
    gone = [c.pk for key, c in known.items() if key not in found and c.state == State.FOUND]
    Conflict.objects.filter(pk__in=gone).delete()
    _refresh(known, found)
    new = [_row(key, conflict, at) for key, conflict in found.items() if key not in known]
    Conflict.objects.bulk_create(new)
    _end(Assignment.objects.filter(application__edition=edition), {key[:2] for key in found if key not in known}, at)
    return Searched(len(new), len(gone), len(found))


def _search(
    edition: Edition, cases: QuerySet[Application], on: date, only: Collection[int] | None
) -> dict[Key, core.Conflict]:
    register = facts.Register()
    pool = experts.committed(edition.pk).prefetch_related("employments", "ties")
    if only is not None:
        pool = pool.filter(pk__in=only)
    people = facts.experts_of(edition, pool, register)
    entries = facts.cases_of(edition, cases, register)
    return {
        (entry.id, person.id, conflict.kind): conflict
        for person, entry, conflicts in find_all(people, entries, on=on)
        for conflict in reversed(conflicts)
    }


def _refresh(known: dict[Key, Conflict], found: dict[Key, core.Conflict]) -> None:
    """Keep the evidence of conflicts nobody has judged yet as the register says it now."""
    changed = []
    for key, row in known.items():
        now = found.get(key)
        if now is not None and row.state == State.FOUND and row.evidence != plain(now.evidence):
            row.evidence, row.is_certain = plain(now.evidence), now.certainty == "certain"
            changed.append(row)
    Conflict.objects.bulk_update(changed, ["evidence", "is_certain"])


def _row(key: Key, conflict: core.Conflict, at: datetime) -> Conflict:
    return Conflict(
        application_id=key[0],
        expert_id=key[1],
        kind=key[2],
        source=Source.REGISTER,
        is_certain=conflict.certainty == "certain",
        evidence=plain(conflict.evidence),
        found_at=at,
    )


def plain(evidence: core.Evidence) -> dict[str, object]:
    """Return the evidence as plain values, days in ISO form."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in evidence.items()}


def end_for_conflict(conflict: Conflict, *, at: datetime) -> None:
    """End the standing assignments of a conflicted pair; the office is told by its worklist."""
    of_case = Assignment.objects.filter(application_id=conflict.application_id)
    _end(of_case, {(conflict.application_id, conflict.expert_id)}, at)


def _end(among: QuerySet[Assignment], pairs: Collection[tuple[int, int]], at: datetime) -> None:
    """End the standing ones of these (case, expert) pairs; two questions, however many pairs run into a conflict."""
    standing = among.filter(ended_at__isnull=True, expert__in={expert for _case, expert in pairs})
    seats = standing.values_list("pk", "application_id", "expert_id")
    ended = [pk for pk, *pair in seats if tuple(pair) in pairs]
    if ended:
        Assignment.objects.filter(pk__in=ended).update(ended_at=at, end_reason=RECUSED)
