"""Points in time as an English page says them: "late April 2022", "13 March 2027, 15:00"."""

from __future__ import annotations

import calendar
import re

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\+08:00)?)?")
_PARTS = {
    "上旬": "early",
    "中旬": "mid",
    "下旬": "late",
    "Q1": "first quarter of",
    "Q2": "second quarter of",
    "Q3": "third quarter of",
    "Q4": "fourth quarter of",
    "H1": "first half of",
    "H2": "second half of",
}
LATER = ("later", "另行通知")


def wording_en(written: str) -> str:
    """Say a written time, or a span of two, in English. Args: written: as `when.span` has accepted it."""
    if written in LATER:
        return "to be announced"
    left, dots, right = written.partition("..")
    if not dots:
        return _plain(written)
    if not left or not right:
        return f"from {_plain(left)}" if left else f"by {_plain(right)}"
    return f"{_plain(left)} to {_plain(right)}"


def _plain(written: str) -> str:
    if match := _DAY.fullmatch(written):
        year, month, day, clock = match.groups()
        return f"{int(day)} {_month(month)} {year}" + (f", {clock}" if clock else "")
    year, *rest = written.split("-")
    named = [_PARTS.get(part) or _month(part) for part in reversed(rest)]
    return " ".join([*named, year])


def _month(number: str) -> str:
    return calendar.month_name[int(number)]
