"""Pure rules of the first stage: content hash, merging of two editors, masks, numbers, the window."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zhiping.core import sheetcode
from zhiping.core.calendar import Window
from zhiping.core.definition.identifiers import read_date
from zhiping.core.errors import RuleViolation

LONGEST_LIFE = 120
SITTING = timedelta(minutes=10)
"""So long one person's words go into one snapshot."""
KEPT_IN_FULL = timedelta(days=1)
MOST_SNAPSHOTS = 100


def content_hash(answers: Mapping[str, Any], dimensions: Mapping[str, str], attachments: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of what was handed in; equal contents have equal hashes whatever the order of keys."""
    text = json.dumps(
        {"answers": answers, "attachments": attachments, "dimensions": dimensions},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Merged:
    """Two editors' answers brought together. clashes: field → (mine, theirs) where both changed the same field."""

    answers: dict[str, Any]
    clashes: dict[str, tuple[Any, Any]]


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Merge by field: what only one of the two changed stands; what both changed differently is shown to the person.

    An emptied field, an empty list and no answer are the same.
    Args: base: what this editor started from; theirs: what stands now; mine: what this editor sends.
    """
    merged, clashes = dict(theirs), {}
    for name in {*base, *theirs, *mine}:
        was, now, new = (_said(side.get(name)) for side in (base, theirs, mine))
        if new in (was, now):
            continue
        if now != was:
            clashes[name] = (new, now)
        elif name in mine:
            merged[name] = mine[name]
        else:
            merged.pop(name, None)
    return Merged(merged, clashes)


def _said(answer: Any) -> Any:
    return None if answer in (None, "", []) else answer


def to_forget(moments: Sequence[tuple[int, datetime]]) -> list[int]:
    """Return the ids of snapshots that are not worth their room: of older days but the last of each, and the oldest.

    Args: moments: id and instant of each, oldest first. The very first and everything of the last day stay.
    """
    if not moments:
        return []
    since = moments[-1][1] - KEPT_IN_FULL
    middle = [(pk, at) for pk, at in moments[1:] if at < since]
    last_of_day = {at.date(): pk for pk, at in middle}
    thinned = [pk for pk, at in middle if last_of_day[at.date()] != pk]
    left = [pk for pk, _at in moments[1:] if pk not in set(thinned)]
    return thinned + left[: max(len(left) + 1 - MOST_SNAPSHOTS, 0)]


def mask(value: str) -> str:
    """Return a private value as pages show it: its first three and last characters."""
    return f"{value[:3]}{'*' * max(len(value) - 4, 3)}{value[-1:]}" if value else ""


def behind_masks(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> list[dict[str, str]]:
    """Return, for each row that a page sent, the private values behind its masks; what is no mask stands as typed.

    Many masks look alike, so that a mask is taken from the row before that is most like the row sent: by its open
    cells, then by its place. A row before gives its values once, as long as there is another one.
    Args: before: the rows kept before, with their real values; names: the private columns.
    """
    used: set[int] = set()
    found = []
    for place, row in enumerate(rows):
        shown = {name: str(row.get(name) or "") for name in names}
        fits = [at for at, old in enumerate(before) if _is_behind(shown, old)]
        fits.sort(key=lambda at: (at in used, -_alike(row, before[at], names), at != place, at))
        used.update(fits[:1])
        found.append({name: _behind(text, [before[at].get(name) for at in fits]) for name, text in shown.items()})
    return found


def _behind(shown: str, values: Sequence[object]) -> str:
    return next((str(value) for value in values if _is_mask_of(shown, value)), shown)


def _is_mask_of(shown: str, value: object) -> bool:
    return bool(value) and mask(str(value)) == shown


def _is_behind(shown: Mapping[str, str], old: Mapping[str, Any]) -> bool:
    """Tell whether a row before can have given any of these masks."""
    return any(_is_mask_of(text, old.get(name)) for name, text in shown.items())


def _alike(row: Mapping[str, Any], old: Mapping[str, Any], names: Sequence[str]) -> int:
    """Return how many open cells are the same and not empty."""
    return sum(1 for name, cell in row.items() if name not in names and cell and cell == old.get(name))


def check_condition_answer(test: str, answer: object, *, label: str) -> None:
    """Refuse an answer to a condition that is not of its shape: yes or no, full years 0–120, or a civil date.

    Raises: RuleViolation("eligibility.bad_answer").
    """
    if test in ("years_at_least", "within_years"):
        is_years = test == "years_at_least" and type(answer) is int and 0 <= answer <= LONGEST_LIFE
        if not is_years and (not isinstance(answer, str) or read_date(answer) is None):
            raise RuleViolation("eligibility.bad_answer", label=label)
    elif not isinstance(answer, bool):
        raise RuleViolation("eligibility.bad_answer", label=label)


def check_window(window: Window, at: datetime) -> None:
    """Refuse outside the half-open window [opens, closes).

    Raises: RuleViolation("window.not_open" | "window.closed") with the instants.
    Source: qc-2020 二.3 and 四 (closed at 22:00:00).
    """
    state = window.state(at)
    if state == "not_open":
        raise RuleViolation("window.not_open", opens_at=window.opens_at)
    if state == "closed":
        raise RuleViolation("window.closed", closes_at=window.closes_at)


def application_number(programme: str, year: int, serial: int) -> str:
    """Return the number people quote: QC-2022-0187, from the programme's initials."""
    initials = "".join(word[0] for word in programme.split("-")).upper()
    return f"{initials}-{year}-{serial:04d}"


def check_read(read: str | None, digest: str) -> None:
    """Refuse an opinion on content that changed after it was read.

    Args: read: digest of what was read; None where nobody read it on a page. digest: of the content as it stands.
    Raises: RuleViolation("endorsement.content_changed").
    """
    if read not in (None, digest):
        raise RuleViolation("endorsement.content_changed")


def check_opinion(opinion: str) -> None:
    """Refuse an opinion without words. Raises: RuleViolation("endorsement.opinion_missing")."""
    if not opinion.strip():
        raise RuleViolation("endorsement.opinion_missing")


def check_reason(reason: str) -> None:
    """Refuse an act without its reason. Raises: RuleViolation("reason.missing")."""
    if not reason.strip():
        raise RuleViolation("reason.missing")


def check_codes(texts: Sequence[str], *, case: int, digest: str, key: bytes) -> bool:
    """Tell whether a sheet carries the code of this content; refuse one that belongs to something else.

    False: no code could be read, which a person may vouch for.
    Args: texts: what was read; digest: hash of the content as it stands.
    Raises: RuleViolation("sheet.foreign" | "sheet.forged" | "sheet.other_case" | "sheet.other_version").
    """
    ours = [text for text in texts if sheetcode.OURS.fullmatch(sheetcode.tidy(text))]
    if not ours:
        if texts:
            raise RuleViolation("sheet.foreign")
        return False
    for text in ours:
        code = sheetcode.read(text, key=key)
        if code.case != case or code.paper is not sheetcode.Paper.OPINION:
            raise RuleViolation("sheet.other_case")
        if code.digest != digest[: sheetcode.DIGEST_SIGNS]:
            raise RuleViolation("sheet.other_version", version=code.version)
    return True


def check_signature(*, is_broken: bool, signer: str) -> None:
    """Refuse a PDF that was changed after it was signed. Raises: RuleViolation("sheet.signature_broken")."""
    if is_broken:
        raise RuleViolation("sheet.signature_broken", signer=signer)


def check_vouched(*, code_read: bool, sealed: bool, vouched: bool) -> None:
    """Refuse a sheet on which the machine saw no code or no seal until a person vouches for it.

    Raises: RuleViolation("endorsement.sheet_unread" | "endorsement.seal_unseen").
    """
    if not vouched and not code_read:
        raise RuleViolation("endorsement.sheet_unread")
    if not vouched and not sealed:
        raise RuleViolation("endorsement.seal_unseen")


def check_copy(code: sheetcode.SheetCode, *, digest: str, current: int, here: int, asked: int) -> None:
    """Refuse a paper copy that is none, or one too many.

    Args: code: as read from the paper; digest, current: hash and number of the content that counts; here, asked: how
    many copies have come and how many the edition asks for.
    Raises: RuleViolation("paper.draft" | "paper.other_paper" | "paper.not_asked" | "paper.other_version" |
    "paper.all_here").
    """
    if code.paper is sheetcode.Paper.DRAFT:
        raise RuleViolation("paper.draft")
    if code.paper is not sheetcode.Paper.BUNDLE:
        raise RuleViolation("paper.other_paper")
    if not asked:
        raise RuleViolation("paper.not_asked")
    if code.digest != digest[: sheetcode.DIGEST_SIGNS]:
        raise RuleViolation("paper.other_version", version=code.version, current=current)
    if here >= asked:
        raise RuleViolation("paper.all_here", copies=asked)
