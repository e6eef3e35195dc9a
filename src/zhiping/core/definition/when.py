"""Points in time as notices name them: an exact second, or only "late April" and "4-6月"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from pydantic import model_validator

from zhiping.core.definition.base import Model
from zhiping.core.definition.vocabulary import Precision
from zhiping.core.definition.when_english import LATER, wording_en

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
REMEDY = (
    "请写成 2020-07-12T22:00(准确时刻)、2024-06-27(某日)、2022-04(某月)、2022-04-下旬(旬)、"
    "2019-Q4(季度)、2018-H1(半年)、2018(全年)、2023-04..2023-06(区间)、..2022-07-31(某日前)或 later(另行通知)"
)
_THIRDS = {"上旬": (1, 11), "中旬": (11, 21), "下旬": (21, None)}
_INSTANT = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\+08:00)?$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
_THIRD = re.compile(r"^(\d{4})-(\d\d)-(上旬|中旬|下旬)$")
_LONGER = (
    (re.compile(r"^(\d{4})-(\d\d)$"), 1, Precision.MONTH),
    (re.compile(r"^(\d{4})-Q([1-4])$"), 3, Precision.QUARTER),
    (re.compile(r"^(\d{4})-H([12])$"), 6, Precision.HALF_YEAR),
    (re.compile(r"^(\d{4})()$"), 12, Precision.YEAR),
)
_QUARTERS = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度", "H1": "上半年", "H2": "下半年"}

Span = tuple[datetime | None, datetime | None, Precision]


class When(Model):
    """A time as precise as the notice is, and no more precise than that.

    at: the written form (see REMEDY). text: the notice's own words, derived from `at` when absent.
    """

    at: str
    text: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_value(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return data
        return {"at": str(data) if isinstance(data, int) and not isinstance(data, bool) else data}

    @model_validator(mode="after")
    def _readable(self) -> When:
        span(self.at)
        if not self.text:
            object.__setattr__(self, "text", wording(self.at))
        return self

    @property
    def text_en(self) -> str:
        """The time in English: the notice's words are Chinese."""
        return wording_en(self.at)

    @property
    def earliest(self) -> datetime | None:
        """The first instant it can mean (UTC), or None when open to the past or not yet announced."""
        return span(self.at)[0]

    @property
    def latest(self) -> datetime | None:
        """The first instant after all it can mean (UTC, half-open); for an exact instant, the instant itself."""
        return span(self.at)[1]

    @property
    def precision(self) -> Precision:
        """How exactly the notice names it."""
        return span(self.at)[2]


def span(written: str) -> Span:
    """Read a written time: first instant, first instant after it, and precision.

    Raises: ValueError with the remedy in Chinese.
    """
    if written in LATER:
        return None, None, Precision.LATER
    if ".." in written:
        return _range(written)
    try:
        if match := _INSTANT.match(written):
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}").replace(tzinfo=SHANGHAI).astimezone(UTC)
            return moment, moment, Precision.INSTANT
        first, after, precision = _days(written)
    except ValueError:
        raise ValueError(f"读不懂时间“{written}”。{REMEDY}") from None
    return _midnight(first), _midnight(after), precision


def _range(written: str) -> Span:
    left, _, right = written.partition("..")
    if not left and not right:
        raise ValueError(f"“{written}”缺少起止时间。{REMEDY}")
    start = span(left)[0] if left else None
    end = span(right)[1] if right else None
    if start is not None and end is not None and end <= start:
        raise ValueError(f"区间“{written}”的结束不晚于开始,请对调或改正两端的时间")
    return start, end, Precision.RANGE if left else Precision.BY


def _days(written: str) -> tuple[date, date, Precision]:
    if _DAY.match(written):
        day = date.fromisoformat(written)
        return day, day + timedelta(days=1), Precision.DAY
    if match := _THIRD.match(written):
        begin, end = _THIRDS[match[3]]
        first = date(int(match[1]), int(match[2]), begin)
        return first, first.replace(day=end) if end else _months_on(first.replace(day=1), 1), Precision.THIRD_OF_MONTH
    for pattern, length, precision in _LONGER:
        if match := pattern.match(written):
            first = date(int(match[1]), (int(match[2] or 1) - 1) * length + 1, 1)
            return first, _months_on(first, length), precision
    raise ValueError(written)


def _months_on(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def wording(written: str) -> str:
    """Say a written time in Chinese, as a notice would: "2022-04-下旬" is "2022年4月下旬"."""
    if written in LATER:
        return "另行通知"
    left, dots, right = written.partition("..")
    if dots:
        return (
            f"{_plain(left)}至{_plain(right)}"
            if left and right
            else f"{_plain(left)}起"
            if left
            else f"{_plain(right)}前"
        )
    return _plain(written)


def _plain(written: str) -> str:
    if match := _INSTANT.match(written):
        return f"{_plain(match[1])}{match[2]}"
    parts = written.split("-")
    said = f"{parts[0]}年"
    for part, unit in zip(parts[1:], ("月", "日"), strict=False):
        said += _QUARTERS.get(part) or (part if part in _THIRDS else f"{int(part)}{unit}")
    return said
