"""A printed code says which case and version, and cannot be made by anybody else."""

from __future__ import annotations

import pytest

from zhiping.core import sheetcode
from zhiping.core.errors import RuleViolation
from zhiping.core.sheetcode import Paper, SheetCode

KEY = b"k" * 32
CODE = SheetCode(Paper.OPINION, 20515, 3, "9f86d081884c7d65")
TEXT = "ZP-O-FTV-3-9F86D081884C7D65-"


def test_a_code_is_read_as_it_was_written() -> None:
    text = sheetcode.write(CODE, key=KEY)

    assert text.startswith(TEXT)
    assert len(text) == len(TEXT) + 16
    assert sheetcode.read(text, key=KEY) == CODE
    assert sheetcode.read(sheetcode.write(SheetCode(Paper.BUNDLE, 0, 36, "0" * 64), key=KEY), key=KEY) == SheetCode(
        Paper.BUNDLE, 0, 36, "0" * 16
    )


def test_what_an_input_method_makes_of_a_scanned_code_is_read_too() -> None:
    text = sheetcode.write(CODE, key=KEY)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in text.lower())

    assert sheetcode.read(f" {wide}\n", key=KEY) == CODE
    assert sheetcode.read(text.replace("-", "—"), key=KEY) == CODE


@pytest.mark.parametrize("place", range(3, 44))
def test_a_code_with_one_changed_sign_is_refused(place: int) -> None:
    text = sheetcode.write(CODE, key=KEY)
    changed = text[:place] + ("B" if text[place] != "B" else "C") + text[place + 1 :]

    with pytest.raises(RuleViolation, match="sheet.forged|sheet.foreign"):
        sheetcode.read(changed, key=KEY)


def test_a_code_of_another_installation_is_forged_and_any_other_text_foreign() -> None:
    with pytest.raises(RuleViolation, match="sheet.forged"):
        sheetcode.read(sheetcode.write(CODE, key=b"other"), key=KEY)
    with pytest.raises(RuleViolation, match="sheet.foreign"):
        sheetcode.read("https://example.org/qr/1", key=KEY)


def test_a_kind_of_paper_that_nobody_knows_is_refused_even_with_a_true_check() -> None:
    body = TEXT.replace("-O-", "-Z-").rstrip("-")

    with pytest.raises(RuleViolation, match="sheet.forged"):
        sheetcode.read(f"{body}-{sheetcode._check(body, KEY)}", key=KEY)
