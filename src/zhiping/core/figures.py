"""Numbers as people type them: digits, at most a sign and a point, and no more of them than any table needs.

Written with an exponent, twelve characters name a number of a thousand million digits, and whoever writes it out again
is lost: no such number gets in.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

PLAIN = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", re.ASCII)


def read(text: str) -> Decimal | None:
    """Return the number that stands in a text, wide digits too, None where none does."""
    found = unicodedata.normalize("NFKC", text).strip()
    return Decimal(found) if PLAIN.fullmatch(found) else None
