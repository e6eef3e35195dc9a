"""The pure rules of the register."""

from __future__ import annotations

import pytest

from tests.factories.people import make_uscc
from zhiping.core.errors import RuleViolation
from zhiping.organisations import rules

CODE = make_uscc(1)


@pytest.mark.parametrize("typed", [CODE, f"  {CODE.lower()} ", f"{CODE[:6]} {CODE[6:]}"])
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert rules.read_uscc(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("123", "length"), ("O" * 18, "format"), (CODE[:-1] + ("1" if CODE[-1] == "0" else "0"), "check_digit")],
)
def test_a_wrong_code_says_what_is_wrong(typed: str, fault: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.read_uscc(typed)

    assert (refused.value.code, refused.value.facts) == ("organisation.bad_uscc", {"fault": fault, "given": typed})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  浦江　精密\n仪表 ", "浦江 精密 仪表"),
        ("晨光ＱＣ小组", "晨光QC小组"),
        ("沪东（集团）有限公司", "沪东（集团）有限公司"),
    ],
)
def test_a_name_is_kept_on_one_line_with_its_own_brackets(typed: str, kept: str) -> None:
    assert rules.read_name(typed) == kept


def test_a_name_is_there_and_fits() -> None:
    with pytest.raises(RuleViolation, match="name.missing"):
        rules.read_name(" ")
    with pytest.raises(RuleViolation, match="name.too_long"):
        rules.read_name("长" * 61, rules.LONGEST_TEAM_NAME)
    assert rules.read_name("长" * 60, rules.LONGEST_TEAM_NAME) == "长" * 60


def test_a_reason_is_more_than_blanks() -> None:
    rules.check_reason("调离")
    with pytest.raises(RuleViolation, match="reason.missing"):
        rules.check_reason("  ")


def test_the_last_administrator_stays() -> None:
    rules.check_not_last(1, [1, 2])
    rules.check_not_last(3, [1])
    with pytest.raises(RuleViolation, match="membership.last_administrator"):
        rules.check_not_last(1, [1])
