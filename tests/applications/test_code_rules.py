"""What the codes and seals on sheets and paper copies must say."""

from __future__ import annotations

import pytest

from zhiping.applications import rules
from zhiping.core import sheetcode
from zhiping.core.errors import RuleViolation
from zhiping.core.sheetcode import Paper, SheetCode

KEY = b"k" * 32
DIGEST = "9f86d081884c7d65" + "0" * 48
OTHER = "1" * 64


def _written(paper: Paper = Paper.OPINION, case: int = 7, digest: str = DIGEST, key: bytes = KEY) -> str:
    return sheetcode.write(SheetCode(paper, case, 3, digest), key=key)


def _read(*texts: str) -> bool:
    return rules.check_codes(texts, case=7, digest=DIGEST, key=KEY)


def test_a_sheet_with_the_code_of_this_content_is_known() -> None:
    assert _read(_written()) is True
    assert _read("https://example.org/poster", _written(), _written()) is True


def test_a_sheet_without_any_code_is_for_a_person_to_vouch_for() -> None:
    assert _read() is False


@pytest.mark.parametrize(
    ("texts", "code", "facts"),
    [
        (["https://example.org/poster"], "sheet.foreign", {}),
        ([_written(key=b"x" * 32)], "sheet.forged", {}),
        ([_written(case=8)], "sheet.other_case", {}),
        ([_written(paper=Paper.BUNDLE)], "sheet.other_case", {}),
        ([_written(digest=OTHER)], "sheet.other_version", {"version": 3}),
        ([_written(), _written(case=8)], "sheet.other_case", {}),
    ],
)
def test_a_sheet_of_something_else_is_refused(texts: list[str], code: str, facts: dict[str, int]) -> None:
    with pytest.raises(RuleViolation) as refused:
        _read(*texts)

    assert (refused.value.code, refused.value.facts) == (code, facts)


def test_a_pdf_that_was_changed_after_its_signature_is_refused_with_the_signers_name() -> None:
    rules.check_signature(is_broken=False, signer="浦江精密仪表有限公司")
    with pytest.raises(RuleViolation) as refused:
        rules.check_signature(is_broken=True, signer="浦江精密仪表有限公司")

    assert (refused.value.code, refused.value.facts) == ("sheet.signature_broken", {"signer": "浦江精密仪表有限公司"})


def test_a_person_vouches_for_what_the_machine_does_not_see() -> None:
    rules.check_vouched(code_read=True, sealed=True, vouched=False)
    rules.check_vouched(code_read=False, sealed=False, vouched=True)
    with pytest.raises(RuleViolation, match="endorsement.sheet_unread"):
        rules.check_vouched(code_read=False, sealed=True, vouched=False)
    with pytest.raises(RuleViolation, match="endorsement.seal_unseen"):
        rules.check_vouched(code_read=True, sealed=False, vouched=False)


def _copy(paper: Paper = Paper.BUNDLE, digest: str = DIGEST[:16], here: int = 0, asked: int = 2) -> None:
    rules.check_copy(SheetCode(paper, 7, 3, digest), digest=DIGEST, current=4, here=here, asked=asked)


def test_as_many_copies_come_as_the_edition_asks_for() -> None:
    _copy(here=0)
    _copy(here=1)


@pytest.mark.parametrize(
    ("over", "code", "facts"),
    [
        ({"paper": Paper.DRAFT}, "paper.draft", {}),
        ({"paper": Paper.OPINION}, "paper.other_paper", {}),
        ({"asked": 0}, "paper.not_asked", {}),
        ({"digest": OTHER[:16]}, "paper.other_version", {"version": 3, "current": 4}),
        ({"here": 2}, "paper.all_here", {"copies": 2}),
    ],
)
def test_a_copy_that_is_none_or_one_too_many_is_refused(
    over: dict[str, object], code: str, facts: dict[str, int]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        _copy(**over)  # type: ignore[arg-type]

    assert (refused.value.code, refused.value.facts) == (code, facts)
