"""The order of a worklist."""

from __future__ import annotations

from datetime import UTC, datetime

from zhiping.core.worklist import Item, soonest_first

EARLY, LATE = datetime(2022, 6, 1, tzinfo=UTC), datetime(2022, 6, 20, tzinfo=UTC)


def test_what_is_due_comes_first_then_what_waits_longest() -> None:
    due_late = Item("a", "", "case", due_at=LATE)
    due_early = Item("b", "", "case", due_at=EARLY)
    waits_long = Item("c", "", "case", since=EARLY)
    waits_short = Item("d", "", "case", since=LATE)
    unbound = Item("e", "", "case")

    ordered = soonest_first([unbound, waits_short, due_late, waits_long, due_early])

    assert ordered == [due_early, due_late, waits_long, waits_short, unbound]
