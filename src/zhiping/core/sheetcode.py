"""The code printed on a paper that comes back: which case, which version, and a check that only we can make.

A code looks like ZP-O-5N-3-9F86D081884C7D65-K7Q2M4N6P5R3S2TB: capitals, digits and hyphens only, so that it fits a
small QR code and survives a scanner that types like a keyboard.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from zhiping.core.errors import RuleViolation

DIGEST_SIGNS = 16
CHECK_BYTES = 10
OURS = re.compile(r"ZP-([A-Z])-([0-9A-Z]{1,12})-([0-9A-Z]{1,6})-([0-9A-F]{16})-([A-Z2-7]{16})")
HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣ー", "-"))


class Paper(StrEnum):
    """What the code is printed on."""

    OPINION = "O"
    BUNDLE = "B"
    DRAFT = "D"  # a bundle printed before submission
    RECOMMENDATION_FORM = "R"  # of a recommending unit's package, as are the two below; `case` is the unit's entry
    REVIEW_SUMMARY = "S"
    STATISTICS = "T"


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What a printed code says. case, version: numbers; digest: the first 16 signs of the content hash."""

    paper: Paper
    case: int
    version: int
    digest: str


def write(code: SheetCode, *, key: bytes) -> str:
    """Return the text of a code. Args: key: the installation's secret."""
    body = f"ZP-{code.paper}-{_base36(code.case)}-{_base36(code.version)}-{code.digest[:DIGEST_SIGNS].upper()}"
    return f"{body}-{_check(body, key)}"


def read(text: str, *, key: bytes) -> SheetCode:
    """Return what a code says, as a scanner or a person typed it.

    Raises: RuleViolation("sheet.foreign") for a text that is no code of ours; RuleViolation("sheet.forged") for one
    whose check was not made with this key.
    """
    found = OURS.fullmatch(tidy(text))
    if found is None:
        raise RuleViolation("sheet.foreign")
    body, check = found[0].rpartition("-")[::2]
    if not hmac.compare_digest(check, _check(body, key)) or found[1] not in set(Paper):
        raise RuleViolation("sheet.forged")
    return SheetCode(Paper(found[1]), int(found[2], 36), int(found[3], 36), found[4].lower())


def tidy(text: str) -> str:
    """Return a typed code in capitals of normal width; an input method may have widened letters and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).translate(HYPHENS).upper().split())


def _check(body: str, key: bytes) -> str:
    made = hmac.new(key, b"sheet code\0" + body.encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:CHECK_BYTES]).decode()


def _base36(number: int) -> str:
    signs = ""
    while number:
        number, rest = divmod(number, 36)
        signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + signs
    return signs or "0"
