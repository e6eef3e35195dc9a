"""Who may hold which office."""

from __future__ import annotations

import pytest

from zhiping.accounts import rules
from zhiping.core.errors import RuleViolation

KNOWN = ("secretariat", "guiding")


def test_a_known_office_passes() -> None:
    rules.check_office("secretariat", "", known=KNOWN)
    rules.check_office("guiding", "市总工会", known=KNOWN)


@pytest.mark.parametrize(
    ("office", "body", "code"),
    [("king", "", "office.unknown"), ("guiding", " ", "office.body_missing")],
)
def test_a_wrong_office_is_refused(office: str, body: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        rules.check_office(office, body, known=KNOWN)


def test_an_office_is_held_once_but_two_guiding_units_are_two_offices() -> None:
    rules.check_not_held("guiding", "市妇联", held={("guiding", "市总工会")})
    with pytest.raises(RuleViolation, match="office.held_already"):
        rules.check_not_held("guiding", "市总工会", held={("guiding", "市总工会")})


def test_somebody_who_can_grant_stays() -> None:
    rules.check_somebody_stays(1, grantors={1, 2})
    rules.check_somebody_stays(3, grantors={1})
    with pytest.raises(RuleViolation, match="office.last_one"):
        rules.check_somebody_stays(1, grantors={1})


def test_nobody_grants_to_oneself_but_the_platform_to_anybody() -> None:
    rules.check_not_oneself(1, 2)
    rules.check_not_oneself(1, None)
    with pytest.raises(RuleViolation, match="office.to_oneself"):
        rules.check_not_oneself(1, 1)


def _view_refused(name: str, query: str, others: set[str]) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleViolation) as refused:
        rules.check_view(name, query, others=others)
    return refused.value.code, refused.value.facts


THIRTY = {f"视图{n}" for n in range(30)}


def test_a_view_has_a_name_and_an_address_of_at_most_a_thousand_characters() -> None:
    rules.check_view("待办", "q" * 1_000, others=set())

    assert _view_refused("", "q", set()) == ("view.nameless", {})
    assert _view_refused("待办", "q" * 1_001, set()) == ("view.too_long", {"most": 1_000})


def test_a_thirty_first_view_is_one_too_many_but_an_old_name_is_overwritten() -> None:
    rules.check_view("待办", "q", others=THIRTY - {"视图0"})
    rules.check_view("视图0", "q", others=THIRTY)

    assert _view_refused("待办", "q", THIRTY) == ("view.too_many", {"most": 30})
