"""Numbers and addresses that people type: whether they are well formed and their check digit holds."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from stdnum.cn import ric, uscc

_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}")
_PHONE = re.compile(r"((\+?86-?)?(0\d{2,3}-?)?\d{7,8}|[48]00-?\d{3}-?\d{4})([转-]\d{1,6})?")
_EMAIL = re.compile(r"[^@\s,;<>()]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_POSTCODE = re.compile(r"\d{6}")
LONGEST_EMAIL = 254
_GAPS = re.compile(r"[\s\-()]")


def is_mobile(text: str) -> bool:
    """Tell whether a mainland mobile number is well formed."""
    return bool(_MOBILE.fullmatch(_GAPS.sub("", text)))


def is_phone(text: str) -> bool:
    """Tell whether a telephone number, with or without area code and extension, is well formed."""
    return is_mobile(text) or bool(_PHONE.fullmatch(re.sub(r"[\s()]", "", text)))


def is_email(text: str) -> bool:
    """Tell whether a mail address is well formed; whether it exists only a message can tell."""
    return len(text) <= LONGEST_EMAIL and bool(_EMAIL.fullmatch(text))


def is_postcode(text: str) -> bool:
    """Tell whether it is a six-digit postcode."""
    return bool(_POSTCODE.fullmatch(text))


def is_uscc(text: str) -> bool:
    """Tell whether a unified social credit code (统一社会信用代码) is well formed and its check digit holds."""
    return _valid(uscc, text)


def is_id_number(text: str) -> bool:
    """Tell whether a resident identity number is well formed, with a real birth date and check digit."""
    return _valid(ric, text)


def _valid(module: Any, text: str) -> bool:
    return bool(text.isascii() and module.is_valid(text))


def read_month(text: str) -> date | None:
    """Read "2024-06" as the first of that month, or None."""
    return read_date(f"{text}-01") if re.fullmatch(r"\d{4}-\d\d", text) else None


def read_date(text: str) -> date | None:
    """Read "2024-06-27", or None when there is no such day."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
