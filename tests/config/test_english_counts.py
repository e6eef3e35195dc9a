"""English texts that count say "one case", not "one cases": as two forms, or as a noun before its number."""

from __future__ import annotations

import re
from pathlib import Path

import zhiping

ENTRY = re.compile(
    r'^msgstr "(.*%\((?:n|count|left)\)s (?:more |other |still )?[a-z]+s\b(?! (?:below|above)).*)"$', re.MULTILINE
)
"""A text with one form alone, in which a number stands before a plural; points far from others are never one."""
ALWAYS_SEVERAL = {"Up to %(n)s days", "More than %(n)s days"}


def test_a_number_before_a_plural_has_a_form_for_one() -> None:
    catalogues = Path(zhiping.__file__).parent.rglob("en/LC_MESSAGES/django.po")
    found = {text for path in catalogues for text in ENTRY.findall(path.read_text(encoding="utf-8"))}

    assert found - ALWAYS_SEVERAL == set()
