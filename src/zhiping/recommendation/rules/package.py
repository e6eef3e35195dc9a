"""Pure rules of the package: what it holds, its hash, and why it cannot be handed in yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhiping.core import sheetcode
from zhiping.core.calendar import Window
from zhiping.core.errors import RuleViolation, listing
from zhiping.core.sheetcode import Paper

SHOWN = 5


def digest(content: object) -> str:
    """Return the SHA-256 of canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that a package needs or may have. sheet_hash: of the sheet as it would be made now, "" for none.

    is_made: whether the platform has what it makes the sheet from, so that an unsealed one need not be uploaded.
    """

    label: str
    label_en: str
    clause: Mapping[str, str]
    required: bool
    sealed: bool
    sheet_hash: str
    is_made: bool


def check_codes(texts: Sequence[str], *, paper: Paper, recommender: int, digest: str, key: bytes) -> bool:
    """Tell whether a scan carries the code of this very sheet; refuse one that belongs to something else.

    False: no code could be read, and the page says so.
    Args: texts: what was read; paper, recommender, digest: of the sheet as it stands.
    Raises: RuleViolation("sheet.foreign" | "sheet.forged" | "package.other_sheet" | "package.earlier_sheet").
    """
    ours = [text for text in texts if sheetcode.OURS.fullmatch(sheetcode.tidy(text))]
    if texts and not ours:
        raise RuleViolation("sheet.foreign")
    for text in ours:
        code = sheetcode.read(text, key=key)
        if code.case != recommender or code.paper is not paper:
            raise RuleViolation("package.other_sheet")
        if code.digest != digest[: sheetcode.DIGEST_SIGNS]:
            raise RuleViolation("package.earlier_sheet")
    return bool(ours)


def file_faults(asked: Asked, hashes: Sequence[str]) -> list[RuleViolation]:
    """Return why the files handed in under one rule do not do. Args: hashes: of the sheet each was made from.

    Returns: RuleViolation("package.sheet_missing" | "package.sheet_outdated").
    """
    if not hashes:
        is_missing = asked.required and (asked.sealed or not asked.is_made)
        told = {"label": asked.label, "label_en": asked.label_en, **asked.clause}
        return [RuleViolation("package.sheet_missing", **told)] if is_missing else []
    if asked.sealed and asked.sheet_hash and any(one != asked.sheet_hash for one in hashes):
        return [RuleViolation("package.sheet_outdated", label=asked.label, label_en=asked.label_en)]
    return []


def case_faults(undecided: Sequence[str], unranked: Mapping[tuple[str, str], Sequence[str]]) -> list[RuleViolation]:
    """Return what is still open among the cases.

    Args: undecided: titles without an opinion. unranked: category in Chinese and English → titles without a place, where there are several.
    Returns: RuleViolation("package.undecided" | "package.unranked" | "package.unranked_together").
    """
    found = []
    if undecided:
        found.append(RuleViolation("package.undecided", n=len(undecided), **_titles(undecided)))
    for category, titles in unranked.items():
        if titles:
            told = {"n": len(titles), **_titles(titles)}
            found.append(_unranked(category, told))
    return found


def _unranked(category: tuple[str, str], told: Mapping[str, object]) -> RuleViolation:
    """An edition that ranks everything together has no category to name."""
    chinese, english = category
    if not chinese:
        return RuleViolation("package.unranked_together", **told)
    return RuleViolation("package.unranked", category=chinese, category_en=english, **told)


def _titles(titles: Sequence[str]) -> dict[str, str]:
    return listing("titles", [f"“{title}”" for title in titles[:SHOWN]], more=len(titles) > SHOWN)


def check_not_handed_in(number: str, handed_in_at: datetime | None) -> None:
    """Refuse to change what was handed in. Raises: RuleViolation("package.handed_in")."""
    if handed_in_at is not None:
        raise RuleViolation("package.handed_in", number=number, handed_in_at=handed_in_at)


def check_return(reason: str, again_until: datetime, at: datetime) -> None:
    """Refuse to return a package without a reason, or until an instant that is past.

    Raises: RuleViolation("reason.missing" | "package.return_in_the_past").
    """
    if not reason.strip():
        raise RuleViolation("reason.missing")
    if again_until <= at:
        raise RuleViolation("package.return_in_the_past")


def prolonged(window: Window, again_until: datetime | None) -> Window:
    """Return until when a package may come: the edition's window, or longer where the office gave it back until later."""
    if again_until is None or window.closes_at is None:
        return window
    return Window(window.opens_at, max(window.closes_at, again_until))
