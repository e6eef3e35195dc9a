"""What hinders an act on many cases at once, case by case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zhiping.screening.rules import BulkAct, Standing, hindrance, share_evenly

AT = datetime(2022, 6, 8, 4, tzinfo=UTC)
LATER = AT + timedelta(microseconds=1)


def _hindered(act: BulkAct, case: Standing) -> tuple[str, dict[str, object]] | None:
    found = hindrance(act, case, AT)
    return None if found is None else (found.code, found.facts)


@pytest.mark.parametrize("act", [BulkAct.SHARE_OUT, BulkAct.REASSIGN])
def test_only_cases_at_the_check_are_shared_out(act: BulkAct) -> None:
    assert _hindered(act, Standing("screening")) is None
    assert _hindered(act, Standing("supplement")) is None
    assert _hindered(act, Standing("review")) == ("docket.not_at_check", {})


def test_a_case_that_somebody_has_is_not_shared_out_but_reassigned() -> None:
    case = Standing("screening", officer="陈思远")

    assert _hindered(BulkAct.SHARE_OUT, case) == ("docket.taken", {"officer": "陈思远"})
    assert _hindered(BulkAct.REASSIGN, case) is None


@pytest.mark.parametrize("act", [BulkAct.CHECK, BulkAct.ACCEPT])
def test_only_a_case_that_lies_with_the_office_is_checked_or_passed(act: BulkAct) -> None:
    assert _hindered(act, Standing("supplement", looked_at=True)) == ("screening.not_here", {})


def test_a_check_is_never_too_early() -> None:
    assert _hindered(BulkAct.CHECK, Standing("screening", standing=3, refused=True)) is None


@pytest.mark.parametrize(
    ("case", "hindered"),
    [
        (Standing("screening", looked_at=True), None),
        (Standing("screening", standing=2, looked_at=True), ("screening.findings_unread", {"count": 2})),
        (Standing("screening", refused=True, looked_at=True), ("screening.refusal_pending", {})),
        (Standing("screening"), ("screening.unchecked", {})),
    ],
)
def test_in_bulk_only_a_case_without_anything_open_passes(
    case: Standing, hindered: tuple[str, dict[str, object]] | None
) -> None:
    assert _hindered(BulkAct.ACCEPT, case) == hindered


@pytest.mark.parametrize(
    ("case", "hindered"),
    [
        (Standing("supplement", due_at=LATER), None),
        (Standing("supplement", due_at=AT), ("supplement.run_out", {"due_at": AT})),
        (Standing("supplement", due_at=LATER, reminded=True), ("supplement.reminded_today", {})),
        (Standing("supplement"), ("supplement.none_asked", {})),
        (Standing("screening", due_at=LATER), ("supplement.none_asked", {})),
    ],
)
def test_who_still_has_time_is_reminded_once_a_day(
    case: Standing, hindered: tuple[str, dict[str, object]] | None
) -> None:
    assert _hindered(BulkAct.REMIND, case) == hindered


def test_nobody_gets_more_than_one_case_more_than_anybody_else() -> None:
    assert share_evenly([11, 12, 13, 14, 15], [1, 2]) == {11: 1, 12: 2, 13: 1, 14: 2, 15: 1}
    assert share_evenly([], [1, 2]) == {}
