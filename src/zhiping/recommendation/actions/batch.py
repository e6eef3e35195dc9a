"""Recommend several cases in one step: each by itself, one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from zhiping.core import bulk
from zhiping.core.permissions.actor import Actor
from zhiping.recommendation import rules
from zhiping.recommendation.actions.opinions import recommend

Sealed = tuple[str, bytes]


def recommend_all(
    *,
    application_ids: Collection[int],
    opinion: str,
    sealed: Callable[[int], Sealed | None],
    read: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
) -> bulk.Outcome:
    """Recommend these cases in the order given, with one opinion and the mean of each one's own experts.

    Side effects: those of `recommend` for each case, in a transaction of its own: what is done stays done.
    Args: sealed: gives a case's sealed page when its turn comes, None without one; not all lie in memory at once.
    read: each case as it was listed, as `recommend` has it.
    Returns: what was done, and why the others were not.
    Raises: RuleViolation("recommendation.opinion_missing"), before anything.
    Source: requirements D2 (batch work on a list).
    """
    rules.check_opinion(opinion)

    def one(pk: int) -> object:
        listed = read.get(pk) if read is not None else None
        return recommend(application_id=pk, opinion=opinion, sealed=sealed(pk), read=listed, by=by, at=at)

    return bulk.each(application_ids, one)
