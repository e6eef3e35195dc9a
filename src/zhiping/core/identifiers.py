"""Numbers people read and type: application, certificate and verification numbers, credit codes, ID numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from zhiping.core.errors import RuleViolation

Id = int
Fault = Literal["length", "format", "check_digit"]

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
CODE_BYTES = 7

_PLACE = re.compile(r"\{([a-z_]+)(?::([1-9][0-9]?))?\}")
_MISREAD = str.maketrans("OIL", "011")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")


def check_pattern(pattern: str, known: Collection[str], *, counts_by: str = "sequence") -> None:
    """Refuse a number pattern that could not work, when a definition is loaded.

    Args: pattern: e.g. "QC-{year}-{sequence:4}"; a figure after the colon is the least number of digits.
    Raises: ValueError for a brace that is not a place, a part nobody knows, or a pattern that does not count.
    """
    places = [name for name, _ in _PLACE.findall(pattern)]
    rest = _PLACE.sub("", pattern)
    if "{" in rest or "}" in rest:
        msg = f"{pattern!r}: write a part as {{name}} or {{name:4}}"
        raise ValueError(msg)
    if unknown := sorted(set(places) - set(known)):
        msg = f"{pattern!r}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        raise ValueError(msg)
    if counts_by not in places:
        msg = f"{pattern!r}: two numbers would be the same without {{{counts_by}}}"
        raise ValueError(msg)


def format_number(pattern: str, parts: Mapping[str, str | int]) -> str:
    """Return an application or certificate number, e.g. QC-2022-0187.

    A number with more digits than the pattern has places keeps all of them: 10000 is not cut to fit {sequence:4}.
    Raises: ValueError as check_pattern does.
    Source: default; no notice fixes a pattern for numbers.
    """
    check_pattern(pattern, parts.keys())
    return _PLACE.sub(lambda place: str(parts[place[1]]).zfill(int(place[2] or 0)), pattern)


def verification_code(secret: bytes) -> str:
    """Return the code printed on a certificate, e.g. 7K3M-Q0ZT-9XHB: 55 bits of the secret and a check character.

    Letters that are misread (I, L, O, U) do not occur; the check character (ISO 7064, hybrid) finds every wrong
    character and nearly every exchange of neighbours.
    Args: secret: at least 7 bytes nobody can guess (random, or a keyed hash).
    Raises: ValueError when it is shorter.
    """
    if len(secret) < CODE_BYTES:
        msg = f"a verification code needs {CODE_BYTES} bytes"
        raise ValueError(msg)
    number = int.from_bytes(secret[:CODE_BYTES], "big") >> 1
    body = "".join(CODE_ALPHABET[(number >> shift) % 32] for shift in range(50, -1, -5))
    return _grouped(body + mod_37_36.calc_check_digit(body, CODE_ALPHABET))


def read_verification_code(typed: str) -> str | None:
    """Return the code a person meant, as verification_code writes it; None when it cannot be one.

    Small letters, full width, spaces and dashes do not matter; O reads as 0, I and L as 1.
    """
    code = re.sub(r"[^0-9A-Z]", "", _even(typed)).translate(_MISREAD)
    if len(code) != CODE_LENGTH or not mod_37_36.is_valid(code, CODE_ALPHABET):
        return None
    return _grouped(code)


def read_credit_code(typed: str) -> str:
    """Return a 统一社会信用代码 of 18 characters, without spaces and in capitals.

    Raises: RuleViolation("identifier.credit_code", fault="length" | "format" | "check_digit").
    Source: GB 32100-2015 (alphabet without I, O, S, V, Z; 2 characters of authority and kind, 6 digits of place).
    """
    code = re.sub(r"[\s\-]", "", _even(typed))
    if fault := _credit_code_fault(code):
        raise RuleViolation("identifier.credit_code", fault=fault, given=code)
    return code


def _credit_code_fault(code: str) -> Fault | None:
    if len(code) != 18:  # noqa: PLR2004 -- the standard's length
        return "length"
    # our own form check: the library takes only digits in the first two places, but A1…, N1… and Y1… exist
    if not _CREDIT_CODE.fullmatch(code):
        return "format"
    return None if code[-1] == uscc.calc_check_digit(code[:-1]) else "check_digit"


def credit_code_of(body: str) -> str:
    """Return the valid credit code with these first 17 characters, for invented organisations of demos and tests.

    Raises: RuleViolation as read_credit_code does, when the body has not the form.
    """
    # a wrong body must reach the form check, so anything may stand in for the check digit of one
    known = all(character in uscc._alphabet for character in body)  # noqa: SLF001 -- the standard's alphabet
    return read_credit_code(body + (uscc.calc_check_digit(body) if known else "0"))


def read_id_number(typed: str) -> str:
    """Return an identity card number (居民身份证号) of 18 characters in capitals.

    Raises: RuleViolation("identifier.id_number", fault="length" | "format" | "check_digit"); the number itself is not
    among the facts, so that it never stands in a log.
    Source: GB 11643-1999.
    """
    number = re.sub(r"\s", "", _even(typed))
    if len(number) != 18:  # noqa: PLR2004 -- the standard's length
        raise RuleViolation("identifier.id_number", fault="length")
    if not _ID_NUMBER.fullmatch(number) or birth_date(number) is None:
        raise RuleViolation("identifier.id_number", fault="format")
    if number[-1] != ric.calc_check_digit(number):
        raise RuleViolation("identifier.id_number", fault="check_digit")
    return number


def birth_date(id_number: str) -> date | None:
    """Return the birth date an identity card number states; None when there is no such day."""
    try:
        return ric.get_birth_date(id_number)
    except (ValidationError, ValueError):
        return None


def mask_id_number(id_number: str) -> str:
    """Return the number as pages show it: place of birth and last character, the rest covered."""
    return f"{id_number[:6]}***********{id_number[-1:]}"


def id_number_of(body: str) -> str:
    """Return the valid identity card number with these first 17 digits, for invented people of demos and tests.

    Raises: RuleViolation as read_id_number does, when the body has not the form.
    """
    return read_id_number(body + (ric.calc_check_digit(f"{body}0") if body.isdecimal() else "0"))


def _even(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).upper()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))
