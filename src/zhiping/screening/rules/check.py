"""Pure rules of the formal check: what the machine can tell by itself, and what an act must say."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhiping.core.definition.form import count_characters
from zhiping.core.errors import RuleViolation
from zhiping.core.names import brand, normalise
from zhiping.core.quota import QuotaAnswer

TITLE_LIMIT = 30
ALIKE = 0.5
"""From here on two titles of one unit may tell the same outcome. Source: default."""
LEAST_NAME = 3
BEGIN_AND_END = (("started_on", "finished_on"), ("_from", "_to"))


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


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of the form. id: the question's; label: its words."""

    id: str
    label: str
    day: date


def ends_before_it_begins(dates: Sequence[Dated]) -> list[str]:
    """Return a sentence for each pair of begin and end, known by their ids, that stands the wrong way round."""
    by_id = {dated.id: dated for dated in dates}
    found = []
    for begin in dates:
        for first, last in BEGIN_AND_END:
            end = by_id.get(begin.id.removesuffix(first) + last) if begin.id.endswith(first) else None
            if end is not None and end.day < begin.day:
                found.append(f"“{end.label}”（{end.day:%Y-%m}）早于“{begin.label}”（{begin.day:%Y-%m}）。")
    return found


def title_too_long(title: str, limit: int = TITLE_LIMIT) -> list[str]:
    """Return a sentence if the title has more characters than the form allows. Source: excellence-2024 附件2·四."""
    counted = count_characters(title)
    return [f"成果名称有 {counted} 字，超过 {limit} 字。"] if counted > limit else []


def alike(title: str, other: str) -> float:
    """Return how much two titles share, from 0 to 1: their pairs of neighbouring characters (Dice)."""
    ours, theirs = _pairs(title), _pairs(other)
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if ours and theirs else 0.0


def _pairs(title: str) -> Counter[str]:
    text = flat(title)
    return Counter(text[place : place + 2] for place in range(len(text) - 1))


def names_in_title(title: str, names: Iterable[str]) -> list[str]:
    """Return a sentence if the title names the unit, in full or by the name it is called by; advice, no obstacle.

    Source: default; a title is read in blind review and stands on the certificate beside the unit's own name.
    """
    wanted = normalise(title)
    called = dict.fromkeys(text for name in names for text in (normalise(name), brand(name)) if len(text) >= LEAST_NAME)
    found = next((text for text in called if text in wanted), None)
    return [f"成果名称中出现了单位名称“{found}”，建议去掉。"] if found else []


def outdated_opinion(*, given_on: str, content: str, number: int) -> list[str]:
    """Return a sentence if an opinion was given on another content than the one it stands for."""
    return [f"本单位意见是针对第 {number} 版出具的，材料之后有改动。"] if given_on != content else []


def doubtful_sheet(*, code_read: bool, sealed: bool) -> list[str]:
    """Return a sentence if the unit vouched for a sheet on which the machine saw no code or no seal."""
    unseen = [what for what, seen in (("识别码", code_read), ("红色印章", sealed)) if not seen]
    return [f"本单位盖章页上没有读出{'和'.join(unseen)}，上传人已确认，请核对盖章页。"] if unseen else []


def strange_signer(signer: str, *, known: bool) -> list[str]:
    """Return a sentence if an electronic seal names somebody else than the unit; a person looks, nothing is refused.

    Source: default; a seal may bear a name that the register has not been told, or a division's.
    """
    if known:
        return []
    return [f"本单位盖章页的电子签章人为“{signer}”，与登记的单位名称（含曾用名、别名）不符，请核对是不是本单位的签章。"]


def over_quota(answers: Iterable[QuotaAnswer]) -> list[str]:
    """Return a sentence for each limit that the case exceeds, with its clause."""
    return [f"超过名额：{a.limit.source}，最多 {a.at_most} 个，已有 {a.used} 个。" for a in answers if a.exceeded]


def check_supplement(finding_ids: Sequence[int], *, due_at: datetime, at: datetime) -> None:
    """Refuse a request for supplements that names nothing or whose date has passed.

    Raises: RuleViolation("supplement.without_items" | "supplement.due_in_past").
    Source: excellence-2024 第九条 (在规定时间内提供).
    """
    if not finding_ids:
        raise RuleViolation("supplement.without_items")
    if due_at <= at:
        raise RuleViolation("supplement.due_in_past")


def check_answers(asked: Iterable[int], replies: Mapping[int, str], *, files: Container[int] = ()) -> None:
    """Refuse an answer that leaves a finding with neither words nor a file.

    Raises: RuleViolation("supplement.unanswered").
    """
    silent = [finding for finding in asked if not replies.get(finding, "").strip() and finding not in files]
    if silent:
        raise RuleViolation("supplement.unanswered", count=len(silent))


def check_open(phase: str) -> None:
    """Refuse an act of the check while the case lies with its applicant. Raises: RuleViolation("screening.not_here")."""
    if phase != "screening":
        raise RuleViolation("screening.not_here")


def check_text(text: str) -> None:
    """Refuse a finding or a result without words. Raises: RuleViolation("reason.missing")."""
    if not text.strip():
        raise RuleViolation("reason.missing")
