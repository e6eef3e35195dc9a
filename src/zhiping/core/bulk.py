"""One act on many things: each by itself, one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from zhiping.core.errors import NotAllowed, NotFound, Refusal, RuleViolation, RuleViolations

MOST = 200
"""Things of one act that runs one by one while its page waits; more are left to a job."""


@dataclass
class Outcome:
    """What an act on many did. done: ids in the order in which they were done; refused: id → why not."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)


def each(ids: Iterable[int], do: Callable[[int], object]) -> Outcome:
    """Do an act for each id; where every act is a transaction of its own, what is done stays done."""
    outcome = Outcome()
    for one in ids:
        try:
            do(one)
        except (RuleViolation, RuleViolations, NotAllowed, NotFound) as refusal:
            outcome.refused[one] = refusal
        else:
            outcome.done.append(one)
    return outcome
