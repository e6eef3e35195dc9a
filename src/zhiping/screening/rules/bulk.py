"""Pure rules of acts on many cases at once: what hinders each, and how cases are shared out evenly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhiping.core.errors import RuleViolation

AT_THE_CHECK = ("screening", "supplement")


class BulkAct(StrEnum):
    """What the office does to many cases at once."""

    SHARE_OUT = "share_out"
    REASSIGN = "reassign"
    CHECK = "check"
    ACCEPT = "accept"
    REMIND = "remind"


SHARING = (BulkAct.SHARE_OUT, BulkAct.REASSIGN)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a bulk act must know of one case.

    officer: whose it is, "" for nobody's; standing: open findings, remarks that do not block too; looked_at: the machine has looked
    since the case came to the check; due_at: of the supplement asked for; reminded: today already.
    """

    phase: str
    officer: str = ""
    standing: int = 0
    refused: bool = False
    looked_at: bool = False
    due_at: datetime | None = None
    reminded: bool = False


def hindrance(act: BulkAct, case: Standing, at: datetime) -> RuleViolation | None:
    """Return why a bulk act passes a case by, as the act itself would refuse it, or None."""
    match act:
        case BulkAct.SHARE_OUT | BulkAct.REASSIGN:
            return _not_to_share(act, case)
        case BulkAct.CHECK | BulkAct.ACCEPT if case.phase != "screening":
            return RuleViolation("screening.not_here")
        case BulkAct.ACCEPT:
            return _not_to_pass(case)
        case BulkAct.REMIND:
            return _not_to_remind(case, at)
        case _:
            return None


def _not_to_share(act: BulkAct, case: Standing) -> RuleViolation | None:
    if case.phase not in AT_THE_CHECK:
        return RuleViolation("docket.not_at_check")
    if act is BulkAct.SHARE_OUT and case.officer:
        return RuleViolation("docket.taken", officer=case.officer)
    return None


def _not_to_pass(case: Standing) -> RuleViolation | None:
    if case.standing:  # in bulk nobody reads the remarks that one by one would not stand in the way
        return RuleViolation("screening.findings_unread", count=case.standing)
    if case.refused:
        return RuleViolation("screening.refusal_pending")
    return None if case.looked_at else RuleViolation("screening.unchecked")


def _not_to_remind(case: Standing, at: datetime) -> RuleViolation | None:
    if case.phase != "supplement" or case.due_at is None:
        return RuleViolation("supplement.none_asked")
    if case.due_at <= at:
        return RuleViolation("supplement.run_out", due_at=case.due_at)
    return RuleViolation("supplement.reminded_today") if case.reminded else None


def share_evenly(cases: Sequence[int], officers: Sequence[int]) -> dict[int, int]:
    """Return case → officer, in turn: nobody gets more than one case more than anybody else."""
    return {case: officers[place % len(officers)] for place, case in enumerate(cases)}
