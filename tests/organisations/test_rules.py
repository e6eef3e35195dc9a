"""The pure rules of the register."""

from __future__ import annotations

from collections.abc import Callable

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


def _refused(check: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleViolation) as refused:
        check()
    return refused.value.code, refused.value.facts


def test_a_claim_says_why_in_at_most_a_thousand_characters() -> None:
    rules.check_claim("我单位在册")
    rules.check_claim("长" * 1_000)
    assert _refused(lambda: rules.check_claim(" \n")) == ("claim.statement_missing", {})
    assert _refused(lambda: rules.check_claim("长" * 1_001)) == (
        "claim.too_long",
        {"limit": 1_000, "counted": 1_001},
    )


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" li@example.org ", "li@example.org"),
        ("ｌｉ＠ｅｘａｍｐｌｅ．ｏｒｇ", "li@example.org"),
        ("a" * 242 + "@example.org",) * 2,
    ],
)
def test_an_address_is_read_however_wide_it_was_typed(typed: str, address: str) -> None:
    assert rules.read_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["li", "li@example", "li @example.org", "<li@example.org>", "a" * 243 + "@example.org"]
)
def test_what_is_no_address_or_longer_than_any_is_refused(typed: str) -> None:
    assert _refused(lambda: rules.read_address(f" {typed}")) == ("invitation.bad_address", {"given": typed})


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"used": True, "withdrawn": True}, "invitation.used"),
        ({"withdrawn": True, "expired": True}, "invitation.withdrawn"),
        ({"expired": True, "is_own": False}, "invitation.expired"),
        ({"is_own": False}, "invitation.other_address"),
    ],
)
def test_an_invitation_that_works_no_more_says_first_what_happened_to_it(over: dict[str, bool], code: str) -> None:
    good = {"used": False, "withdrawn": False, "expired": False, "is_own": True}

    rules.check_invitation(**good)
    assert _refused(lambda: rules.check_invitation(**{**good, **over})) == (code, {})


def test_nobody_is_his_own_parent_and_no_group_a_circle() -> None:
    rules.check_parent(1, 2, [3, 4])
    assert _refused(lambda: rules.check_parent(1, 1, [])) == ("group.own_parent", {})
    assert _refused(lambda: rules.check_parent(1, 2, [3, 1])) == ("group.circle", {})


def test_two_entries_are_merged_once_and_not_with_themselves_or_their_group() -> None:
    rules.check_mergeable(1, 2, merged=False, related=False)
    assert _refused(lambda: rules.check_mergeable(1, 1, merged=False, related=False)) == ("merger.same", {})
    assert _refused(lambda: rules.check_mergeable(1, 2, merged=True, related=True)) == ("merger.merged_already", {})
    assert _refused(lambda: rules.check_mergeable(1, 2, merged=False, related=True)) == ("merger.in_one_line", {})
