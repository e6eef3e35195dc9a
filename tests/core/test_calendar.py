"""The calendar's promises, to the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import calendar
from zhiping.core.calendar import SHANGHAI, Window

instants = st.datetimes(
    datetime.fromisoformat("2000-01-01"),
    datetime.fromisoformat("2090-01-01"),
    timezones=st.sampled_from([UTC, SHANGHAI]),
)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


QC_2020 = Window(shanghai("2020-06-28T00:00"), shanghai("2020-07-12T22:00"))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2020-06-27T23:59:59.999999", "not_open"),
        ("2020-06-28T00:00:00", "open"),
        ("2020-07-12T21:59:59.999999", "open"),
        ("2020-07-12T22:00:00", "closed"),
        ("2020-07-12T22:00:01", "closed"),
    ],
)
def test_window_of_qc_2020_opens_and_closes_to_the_microsecond(at: str, state: str) -> None:
    assert QC_2020.state(shanghai(at)) == state
    assert QC_2020.contains(shanghai(at)) == (state == "open")


def test_window_judges_an_instant_and_not_its_clock_face() -> None:
    assert QC_2020.state(datetime(2020, 7, 12, 14, 0, tzinfo=UTC)) == "closed"
    assert QC_2020.state(datetime(2020, 7, 12, 13, 59, 59, tzinfo=UTC)) == "open"


def test_window_without_bounds_is_always_open() -> None:
    assert Window().state(shanghai("1999-01-01T00:00")) == "open"
    assert Window(opens_at=QC_2020.opens_at).state(shanghai("2099-01-01T00:00")) == "open"
    assert Window(closes_at=QC_2020.closes_at).state(shanghai("1999-01-01T00:00")) == "open"


@pytest.mark.parametrize("minutes", [0, -1])
def test_window_refuses_to_close_before_or_as_it_opens(minutes: int) -> None:
    opens = shanghai("2024-06-01T00:00")

    with pytest.raises(ValueError, match="close after it opens"):
        Window(opens, opens + timedelta(minutes=minutes))


def test_naive_datetimes_are_refused_everywhere() -> None:
    naive = datetime.fromisoformat("2024-08-23T15:00")
    aware = shanghai("2024-08-23T15:00")
    acts: list[Callable[[], object]] = [
        lambda: Window(naive, None),
        lambda: Window(None, naive),
        lambda: QC_2020.state(naive),
        lambda: QC_2020.extended(naive),
        lambda: QC_2020.time_left(naive),
        lambda: calendar.civil_day(naive),
        lambda: calendar.notice_window(naive, 7),
        lambda: calendar.reminder_instants(naive, [timedelta(days=1)]),
        lambda: calendar.reminder_instants(aware, [timedelta(days=1)], after=naive),
    ]

    for act in acts:
        with pytest.raises(ValueError, match="no time zone"):
            act()


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (("05-01", "07-01"), ("06-01", "08-01"), ("06-01", "07-01")),
        (("05-01", "06-01"), ("06-01", "08-01"), None),
        (("05-01", "06-01"), ("07-01", "08-01"), None),
        ((None, "06-01"), ("05-01", None), ("05-01", "06-01")),
        ((None, None), (None, None), (None, None)),
    ],
)
def test_overlap_is_the_shared_span(
    first: tuple[str | None, str | None], second: tuple[str | None, str | None], shared: tuple[str | None, str | None]
) -> None:
    def window(bounds: tuple[str | None, str | None]) -> Window:
        return Window(*(None if b is None else shanghai(f"2023-{b}T00:00") for b in bounds))

    expected = None if shared is None else window(shared)

    assert window(first).overlap(window(second)) == expected
    assert window(second).overlap(window(first)) == expected


def test_extension_moves_only_the_end() -> None:
    later = shanghai("2020-07-15T12:00")

    assert QC_2020.extended(later) == Window(QC_2020.opens_at, later)


@pytest.mark.parametrize("window", [Window(), QC_2020])
def test_extension_refuses_an_end_that_does_not_move_later(window: Window) -> None:
    with pytest.raises(ValueError, match="later instant"):
        window.extended(shanghai("2020-07-12T22:00"))


def test_time_left_runs_to_zero_and_no_further() -> None:
    assert QC_2020.time_left(shanghai("2020-07-12T20:30")) == timedelta(hours=1, minutes=30)
    assert QC_2020.time_left(shanghai("2020-08-01T00:00")) == timedelta(0)
    assert Window().time_left(shanghai("2020-08-01T00:00")) is None


def test_civil_day_is_the_shanghai_one() -> None:
    assert calendar.civil_day(datetime(2024, 10, 20, 15, 59, 59, tzinfo=UTC)) == date(2024, 10, 20)
    assert calendar.civil_day(datetime(2024, 10, 20, 16, 0, tzinfo=UTC)) == date(2024, 10, 21)


def test_day_bounds_are_midnight_to_midnight() -> None:
    assert calendar.day_bounds(date(2024, 2, 29)) == (shanghai("2024-02-29T00:00"), shanghai("2024-03-01T00:00"))


def test_an_end_at_midnight_is_said_as_24_00_of_the_day_before() -> None:
    said = [
        calendar.end_as_said(shanghai(at)) for at in ("2024-03-01T00:00", "2024-03-01T00:00:01", "2024-03-01T22:00")
    ]

    assert said == [
        (date(2024, 2, 29), "24:00:00"),
        (date(2024, 3, 1), "00:00:01"),
        (date(2024, 3, 1), "22:00:00"),
    ]


def test_days_window_includes_both_days() -> None:
    assert calendar.days_window(date(2020, 6, 28), date(2020, 7, 12)) == Window(
        shanghai("2020-06-28T00:00"), shanghai("2020-07-13T00:00")
    )


@pytest.mark.parametrize(
    ("year", "month", "third", "opens", "closes"),
    [
        (2022, 4, None, "2022-04-01", "2022-05-01"),
        (2023, 12, None, "2023-12-01", "2024-01-01"),
        (2022, 5, 1, "2022-05-01", "2022-05-11"),
        (2022, 4, 2, "2022-04-11", "2022-04-21"),
        (2022, 4, 3, "2022-04-21", "2022-05-01"),
        (2024, 2, 3, "2024-02-21", "2024-03-01"),
        (2023, 12, 3, "2023-12-21", "2024-01-01"),
    ],
)
def test_month_window_knows_thirds(
    year: int, month: int, third: calendar.Third | None, opens: str, closes: str
) -> None:
    assert calendar.month_window(year, month, third) == Window(shanghai(f"{opens}T00:00"), shanghai(f"{closes}T00:00"))


@pytest.mark.parametrize("opened", ["2024-10-21T00:00:00", "2024-10-21T10:30:00", "2024-10-21T23:59:59"])
def test_notice_of_seven_days_ends_at_24_00_of_the_seventh_day_after(opened: str) -> None:
    notice = calendar.notice_window(shanghai(opened), 7)

    assert notice == Window(shanghai(opened), shanghai("2024-10-29T00:00"))
    assert notice.contains(shanghai("2024-10-28T23:59:59.999999"))


def test_notice_opened_late_in_the_utc_day_counts_shanghai_days() -> None:
    opened = datetime(2024, 10, 20, 17, 0, tzinfo=UTC)  # 01:00 on the 21st in Shanghai

    assert calendar.notice_window(opened, 7).closes_at == shanghai("2024-10-29T00:00")


def test_notice_counts_through_a_leap_day_and_a_new_year() -> None:
    assert calendar.due_on(date(2024, 2, 26), 7) == date(2024, 3, 4)
    assert calendar.due_on(date(2024, 12, 28), 7) == date(2025, 1, 4)


@pytest.mark.parametrize("days", [0, -7])
def test_notice_of_less_than_a_day_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        calendar.notice_window(shanghai("2024-10-21T10:00"), days)


@given(opened=instants, days=st.integers(1, 400))
def test_notice_holds_exactly_n_whole_days_after_the_day_of_opening(opened: datetime, days: int) -> None:
    notice = calendar.notice_window(opened, days)
    assert notice.closes_at is not None

    first_counted = calendar.day_start(calendar.civil_day(opened) + timedelta(days=1))

    assert notice.closes_at - first_counted == timedelta(days=days)
    assert notice.contains(opened)
    assert calendar.notice_day(notice, opened) == 0
    assert calendar.notice_day(notice, notice.closes_at - timedelta(microseconds=1)) == days


def test_notice_day_refuses_an_instant_outside() -> None:
    notice = calendar.notice_window(shanghai("2024-10-21T10:00"), 7)

    for window, at in [(notice, shanghai("2024-10-29T00:00")), (Window(), shanghai("2024-10-21T10:00"))]:
        with pytest.raises(ValueError, match="outside the notice"):
            calendar.notice_day(window, at)


def test_reminders_come_in_order_and_once() -> None:
    closes = shanghai("2024-08-23T15:00")
    day = timedelta(days=1)

    assert calendar.reminder_instants(closes, [day, 7 * day, timedelta(hours=24), 3 * day]) == (
        shanghai("2024-08-16T15:00"),
        shanghai("2024-08-20T15:00"),
        shanghai("2024-08-22T15:00"),
    )


def test_reminders_already_past_are_left_out() -> None:
    closes = shanghai("2024-08-23T15:00")
    day = timedelta(days=1)

    assert calendar.reminder_instants(closes, [day, 3 * day], after=shanghai("2024-08-20T15:00")) == (
        shanghai("2024-08-22T15:00"),
    )


def test_reminder_at_the_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match="before the deadline"):
        calendar.reminder_instants(shanghai("2024-08-23T15:00"), [timedelta(0)])


@given(opens=instants, length=st.timedeltas(timedelta(microseconds=1), timedelta(days=400)), at=instants)
def test_window_is_in_exactly_one_state(opens: datetime, length: timedelta, at: datetime) -> None:
    window = Window(opens, opens + length)

    assert (window.state(at) == "not_open") == (at < opens)
    assert (window.state(at) == "closed") == (at >= opens + length)
    assert window.contains(at) == (opens <= at < opens + length)
