"""Windows, civil days and notices of the Shanghai calendar; the caller always says what time it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

State = Literal["not_open", "open", "closed"]
Third = Literal[1, 2, 3]

ONE_DAY = timedelta(days=1)


def require_aware(at: datetime) -> datetime:
    """Return the instant unchanged when it names its offset.

    Raises: ValueError for a naive datetime, which would mean a different instant on every machine.
    """
    if at.utcoffset() is None:
        msg = f"{at.isoformat()} has no time zone; give an aware datetime"
        raise ValueError(msg)
    return at


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of time [opens_at, closes_at); None means without bound on that side.

    A window that closes at 22:00:00 is already closed at 22:00:00.000000.
    Raises: ValueError for a naive bound, or when it would close before or as it opens.
    Source: qc-2020 四 主要节点 (7月12日22:00在线申报系统关闭).
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def __post_init__(self) -> None:
        for bound in (self.opens_at, self.closes_at):
            if bound is not None:
                require_aware(bound)
        if self.opens_at is not None and self.closes_at is not None and self.closes_at <= self.opens_at:
            msg = f"a window must close after it opens: {self.opens_at.isoformat()} / {self.closes_at.isoformat()}"
            raise ValueError(msg)

    def state(self, at: datetime) -> State:
        """Say how the window stands at this instant."""
        require_aware(at)
        if self.opens_at is not None and at < self.opens_at:
            return "not_open"
        if self.closes_at is not None and at >= self.closes_at:
            return "closed"
        return "open"

    def contains(self, at: datetime) -> bool:
        """Tell whether an act at this instant is in time."""
        return self.state(at) == "open"

    def overlap(self, other: Window) -> Window | None:
        """Return the span that both windows share; None when they only touch or lie apart."""
        opens = max((b for b in (self.opens_at, other.opens_at) if b is not None), default=None)
        closes = min((b for b in (self.closes_at, other.closes_at) if b is not None), default=None)
        if opens is not None and closes is not None and closes <= opens:
            return None
        return Window(opens, closes)

    def extended(self, closes_at: datetime) -> Window:
        """Return the window with a later end, as one unit's extension or a postponed deadline gives it.

        Raises: ValueError when the end would not move later, or when the window has no end to move.
        """
        require_aware(closes_at)
        if self.closes_at is None or closes_at <= self.closes_at:
            msg = "an extension must move an existing end to a later instant"
            raise ValueError(msg)
        return Window(self.opens_at, closes_at)

    def time_left(self, at: datetime) -> timedelta | None:
        """Return how long one may still act; zero once closed, None when the window has no end."""
        require_aware(at)
        if self.closes_at is None:
            return None
        return max(self.closes_at - at, timedelta(0))


ENDS = frozenset({"closes_at", "due_at", "until", "expires_at"})
"""What facts of refusals and messages are called that are ends, said by `end_as_said`."""


def civil_day(at: datetime) -> date:
    """Return the Shanghai calendar day of an instant."""
    return require_aware(at).astimezone(SHANGHAI).date()


def end_as_said(at: datetime) -> tuple[date, str]:
    """Return the Shanghai day and time to the second as which people say an end: 00:00 is 24:00 of the day before."""
    local = require_aware(at).astimezone(SHANGHAI)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date() - ONE_DAY, "24:00:00"
    return local.date(), f"{local:%H:%M:%S}"


def day_start(day: date) -> datetime:
    """Return 00:00 Shanghai of a calendar day, which is 24:00 of the day before."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the half-open bounds [00:00, 24:00) of a Shanghai calendar day."""
    return day_start(day), day_start(day + ONE_DAY)


def days_window(first: date, last: date) -> Window:
    """Return the window from 00:00 of the first day to 24:00 of the last day, both days included.

    Raises: ValueError when the last day lies before the first.
    """
    return Window(day_start(first), day_start(last + ONE_DAY))


def month_window(year: int, month: int, third: Third | None = None) -> Window:
    """Return the window of a month, or of its 上旬 (1-10), 中旬 (11-20) or 下旬 (21-end).

    Args: third: 1, 2 or 3 for 上旬, 中旬, 下旬; None for the whole month.
    Source: qc-2022 二 活动安排 (成果申报 4月下旬-5月上旬).
    """
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    starts = (date(year, month, 1), date(year, month, 11), date(year, month, 21), first_of_next)
    if third is None:
        return Window(day_start(starts[0]), day_start(starts[3]))
    return Window(day_start(starts[third - 1]), day_start(starts[third]))


def due_on(from_day: date, days: int) -> date:
    """Return the last calendar day of a term of so many days; the day it starts on does not count.

    Raises: ValueError for fewer than one day.
    """
    if days < 1:
        msg = "a term lasts at least one day"
        raise ValueError(msg)
    return from_day + timedelta(days=days)


def due_at(from_at: datetime, days: int) -> datetime:
    """Return the instant at which such a term is over: 24:00 Shanghai of its last day.

    An act at the returned instant is late; every instant before it is in time.
    """
    return day_start(due_on(civil_day(from_at), days) + ONE_DAY)


def notice_window(opened_at: datetime, days: int) -> Window:
    """Return the window of a public notice of N calendar days (自然日), counted exactly.

    The day of opening does not count, weekends and holidays do; it ends at 24:00 Shanghai of the N-th day, so a
    notice of 7 days opened on 21 October at any hour stands to the end of 28 October. Objections are heard from
    the opening on.
    Raises: ValueError for a naive instant or fewer than one day.
    Source: excellence-2024 附件1 第十三条 (公示时间为7个自然日), 第十七条.
    """
    return Window(opened_at, due_at(opened_at, days))


def notice_day(window: Window, at: datetime) -> int:
    """Return which counted day of a notice an instant falls on; 0 on the day of opening.

    Raises: ValueError when the instant lies outside the notice, or the window has no opening.
    """
    if window.opens_at is None or not window.contains(at):
        msg = f"{at.isoformat()} lies outside the notice"
        raise ValueError(msg)
    return (civil_day(at) - civil_day(window.opens_at)).days


def reminder_instants(
    closes_at: datetime, offsets: Iterable[timedelta], *, after: datetime | None = None
) -> tuple[datetime, ...]:
    """Return when to remind people of a deadline, earliest first, each instant once.

    Args: offsets: how long before the end, each positive. after: leave out instants at or before this one.
    Raises: ValueError for a naive instant or an offset that would not lie before the end.
    """
    require_aware(closes_at)
    wanted = set(offsets)
    if any(offset <= timedelta(0) for offset in wanted):
        msg = "a reminder must come before the deadline"
        raise ValueError(msg)
    instants = sorted(closes_at - offset for offset in wanted)
    if after is None:
        return tuple(instants)
    require_aware(after)
    return tuple(instant for instant in instants if instant > after)
