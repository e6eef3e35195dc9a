"""Acts on more cases than a page can wait for: confirmed by a person, done one by one by a job."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiping.accounts.models import User
from zhiping.core.errors import NotAllowed, NotFound, Refusal, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor, Role
from zhiping.jobs import actions as jobs
from zhiping.jobs import queries as queue
from zhiping.journal import actions as journal
from zhiping.journey import rules
from zhiping.journey.models import Run, RunCase
from zhiping.journey.queries import capacities, visible_to
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions as recommendation
from zhiping.recommendation.rules import check_opinion
from zhiping.screening import actions as screening

log = logging.getLogger(__name__)
MOST_TRIES = 3
OFFICE = frozenset({Role.SECRETARIAT})
State = RunCase.State
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Kind:
    """An act that can be left to a job.

    roles: whose it is. do: does one case; takes application_id, by, at, what was given, and `read` where the run has
    it. check: refuses what was given, before anything. by_arrival: whether the instant of the confirmation counts, for
    an act with a window.
    """

    roles: frozenset[Role]
    do: Callable[..., Any]
    check: Callable[[Mapping[str, Any]], None] = lambda _given: None
    by_arrival: bool = False


KINDS: dict[str, Kind] = {
    "screening.check": Kind(OFFICE, screening.run_machine_check),
    "screening.accept": Kind(OFFICE, screening.pass_unread),
    "screening.remind": Kind(OFFICE, screening.remind),
    "recommendation.recommend": Kind(
        OFFICE | {Role.RECOMMENDER},  # the office speaks for the virtual recommender
        recommendation.recommend,
        lambda given: check_opinion(given["opinion"]),
        by_arrival=True,
    ),
}
"""Name → act; the name stands in the run and in the journal."""


@transaction.atomic
def start_run(
    *,
    act: str,
    application_ids: Sequence[int],
    given: Mapping[str, Any] | None = None,
    read: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
) -> Run:
    """Leave an act on many cases to a job, in the order given; cases that this person may not see are not among them.

    Each case is then done as if the person did it alone: in a transaction of its own, with the same permission, rules,
    journal and messages. What is refused stops nothing else. Confirmed twice, the run that is not done yet is the
    answer.
    Side effects in order: Run and RunCase rows; journal entry; the job.
    Args: act: a key of KINDS. given: what the act needs besides its case. read: each case as it was listed, where the
    act is on nothing else. at: real instant of the confirmation.
    Raises: NotAllowed; what the kind's own check refuses, such as RuleViolation("recommendation.opinion_missing").
    Source: requirements D2 (batch work on a list), E1.
    """
    kind, wanted = KINDS[act], dict(given or {})
    if by.role not in kind.roles:
        raise NotAllowed
    kind.check(wanted)
    seen = set(visible_to(by).select_related(None).filter(pk__in=application_ids).values_list("pk", flat=True))
    turns = [(pk, (read or {}).get(pk, "")) for pk in dict.fromkeys(application_ids) if pk in seen]
    if (same := _same_run(act, wanted, turns, by)) is not None:
        return same
    who = {"asked_by_id": by.person_id, "role": by.role.value, "scope_id": by.scope_id, "actor_name": by.name}
    run = Run.objects.create(act=act, given=wanted, asked_at=at, **who)
    RunCase.objects.bulk_create(
        RunCase(run=run, application_id=pk, place=place, read=listed) for place, (pk, listed) in enumerate(turns, 1)
    )
    journal.write("journey.start_run", subject=f"run:{run.pk}", by=by, at=at, started=act, count=len(turns))
    _enqueue(run.pk)
    return run


def _same_run(act: str, given: dict[str, Any], turns: list[tuple[int, str]], by: Actor) -> Run | None:
    """Return the run of these very cases that the person has confirmed and that has not ended, as a double click does."""
    User.objects.select_for_update(no_key=True).get(pk=by.person_id)  # of two clicks at once the second waits here
    mine = Run.objects.filter(asked_by=by.person_id, role=by.role.value, scope_id=by.scope_id, ended_at__isnull=True)
    for run in mine.filter(act=act, given=given):
        if list(run.cases.values_list("application_id", "read")) == turns:
            return run
    return None


def work_run(*, run_id: int, clock: Clock) -> None:
    """Do the cases of a run that still wait, and end it; taken up again after a kill, it does none a second time.

    A case is settled in the transaction of its act. One that breaks, or takes its worker with it, has its turn again
    after the others and is set aside after the third.
    Side effects in order: for each case those of its act, then its RunCase row; in the end Run.ended_at and a message.
    Args: clock: tells the real instant, asked again for each case because the run may take long.
    """
    run = Run.objects.filter(pk=run_id, ended_at__isnull=True).select_related("asked_by").first()
    if run is None:
        return
    while turns := list(run.cases.filter(state=State.WAITING).order_by("place").values_list("pk", flat=True)):
        for turn in turns:
            _try(turn, run, clock)
    _end(run.pk, clock())


@transaction.atomic
def rescue_runs() -> int:
    """Have the runs whose job is gone taken up again, such as one set aside with its fifth worker. Returns: how many."""
    living = queue.values_at_work("journey.work_run", "run_id")
    lost = [pk for pk in Run.objects.filter(ended_at__isnull=True).values_list("pk", flat=True) if pk not in living]
    for pk in lost:
        _enqueue(pk)
    return len(lost)


def _enqueue(run_id: int) -> None:
    jobs.enqueue("journey.work_run", key=f"run:{run_id}", run_id=run_id)


def _try(turn: int, run: Run, clock: Clock) -> None:
    """Count the turn before it begins, so that a case that kills its worker is known; then do the case."""
    with transaction.atomic():
        row = _lock(turn)
        if row.state != State.WAITING:
            return
        row.tries += 1
        if row.tries > MOST_TRIES:
            row.state, row.settled_at = State.BROKEN, clock()
        row.save(update_fields=["tries", "state", "settled_at"])
    if row.state != State.WAITING:
        return
    try:
        _settle(turn, run, clock())
    except Exception:  # a defect in one case must not keep the others from their turn; it waits for its next one
        log.exception("case %s of run %s broke", row.application_id, run.pk)


@transaction.atomic
def _settle(turn: int, run: Run, now: datetime) -> None:
    row = _lock(turn)
    if row.state != State.WAITING:  # another worker was given the run meanwhile
        return
    by = Actor(run.asked_by_id, Role(run.role), run.scope_id, run.actor_name)
    if not _stands(run, by):
        row.state = State.BARRED
    else:
        row.state, row.reasons = _done(row, run, by, now)
    row.settled_at = now
    row.save(update_fields=["state", "reasons", "settled_at"])


def _done(row: RunCase, run: Run, by: Actor, now: datetime) -> tuple[State, list[dict[str, Any]]]:
    """Do the act; return what became of the case."""
    kind = KINDS[run.act]
    real = run.asked_at if kind.by_arrival else now
    at = programmes.now(row.application.edition, real=real)
    bound = {"read": row.read} if row.read else {}
    try:
        with transaction.atomic():
            kind.do(application_id=row.application_id, by=by, at=at, **run.given, **bound)
    except (RuleViolation, RuleViolations, NotAllowed, NotFound) as refusal:
        return State.REFUSED, _kept(refusal)
    return State.DONE, []


def _kept(refusal: Refusal) -> list[dict[str, Any]]:
    single = [refusal] if isinstance(refusal, RuleViolation) else []
    every = refusal.violations if isinstance(refusal, RuleViolations) else single
    return [{"code": one.code, "facts": rules.plain(one.facts)} for one in every]


def _stands(run: Run, by: Actor) -> bool:
    """Tell whether the person still is whom the run acts for: who lost an office meanwhile acts no more."""
    held = capacities(run.asked_by) if run.asked_by.is_active else []
    return any((one.role, one.scope_id) == (by.role, by.scope_id) for one in held)


def _lock(turn: int) -> RunCase:
    locked = RunCase.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("application__edition").get(pk=turn)


@transaction.atomic
def _end(run_id: int, at: datetime) -> None:
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    states = list(run.cases.values_list("state", flat=True))
    if run.ended_at is not None or State.WAITING in states:
        return
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    done = states.count(State.DONE)
    messages.send(
        "journey.run_ended",
        to=[run.asked_by_id],
        key=f"journey.run_ended:{run.pk}",
        facts={"done": done, "left": len(states) - done, "asked_at": run.asked_at},
        link=f"/runs/{run.pk}/",
        at=at,
    )
