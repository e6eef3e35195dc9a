"""Pure rules of the formal check: what the machine can tell by itself, and what an act must say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhiping.core.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Held:
    """A file as handed in, and what its rule allows."""

    label: str
    name: str
    size: int
    pages: int | None
    max_bytes: int
    max_pages: int | None


def over_limits(files: Iterable[Held]) -> list[str]:
    """Return a sentence for each file that is larger or longer than its rule allows."""
    found = []
    for file in files:
        if file.size > file.max_bytes:
            found.append(f"“{file.label}”中的 {file.name} 超过 {file.max_bytes // 1024**2} MB。")
        if file.max_pages is not None and file.pages is not None and file.pages > file.max_pages:
            found.append(f"“{file.label}”中的 {file.name} 有 {file.pages} 页，超过 {file.max_pages} 页。")
    return found


def name_differs(written: Mapping[str, str], registered: str) -> list[str]:
    """Return a sentence for each place where the unit is not named as in the register."""
    wanted = flat(registered)
    return [
        f"“{label}”填写为“{name}”，与登记名称“{registered}”不一致。"
        for label, name in written.items()
        if flat(name) != wanted
    ]


def flat(text: str) -> str:
    """Return a text without spaces and with one width of letters and brackets, for comparing names and titles."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def dates_ahead(dates: Mapping[str, date], on: date) -> list[str]:
    """Return a sentence for each date that lies after the day of submission."""
    return [
        f"“{label}”为 {day.isoformat()}，晚于提交日期 {on.isoformat()}。" for label, day in dates.items() if day > on
    ]


def check_supplement(finding_ids: Sequence[int], *, due_at: datetime, at: datetime) -> None:
    """Refuse a request for supplements that names nothing or whose date has passed.

    Raises: RuleViolation("supplement.without_items" | "supplement.due_in_past").
    Source: excellence-2024 第九条 (在规定时间内提供).
    """
    if not finding_ids:
        raise RuleViolation("supplement.without_items")
    if due_at <= at:
        raise RuleViolation("supplement.due_in_past")


def check_answers(asked: Iterable[int], replies: Mapping[int, str]) -> None:
    """Refuse an answer that leaves a finding without a reply. Raises: RuleViolation("supplement.unanswered")."""
    silent = [finding for finding in asked if not replies.get(finding, "").strip()]
    if silent:
        raise RuleViolation("supplement.unanswered", count=len(silent))


def check_text(text: str) -> None:
    """Refuse a finding or a result without words. Raises: RuleViolation("reason.missing")."""
    if not text.strip():
        raise RuleViolation("reason.missing")
