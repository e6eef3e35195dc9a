"""Refusals carry what their sentence needs."""

from __future__ import annotations

import pytest

from zhiping.core.errors import NotAllowed, OtherPhase, Reasons, RuleViolation, RuleViolations, listing


def test_a_refusal_for_its_phase_knows_whose_page_tells_where_the_case_stands() -> None:
    refused = OtherPhase(7)

    assert isinstance(refused, NotAllowed)
    assert (refused.application_id, refused.args) == (7, (7,))


def test_several_words_are_a_list_in_either_language() -> None:
    assert listing("kinds", ["pdf", "jpeg"]) == {"kinds": "pdf、jpeg", "kinds_en": "pdf, jpeg"}
    assert listing("titles", ["甲"], more=True) == {"titles": "甲……", "titles_en": "甲 and more"}


def _against(*refusals: RuleViolation | RuleViolations) -> Reasons:
    against = Reasons()
    for refusal in refusals:
        with against:
            raise refusal
    return against


def test_reasons_are_gathered_and_told_together() -> None:
    one, other = RuleViolation("opinion.missing"), RuleViolations([RuleViolation("quota.a"), RuleViolation("quota.b")])
    _against().refuse()

    with pytest.raises(RuleViolation) as single:
        _against(one).refuse()
    with pytest.raises(RuleViolations) as several:
        _against(one, other).refuse()

    with pytest.raises(RuleViolations) as elsewhere:
        Reasons(more=True).refuse()

    assert single.value is one
    assert elsewhere.value.violations == []
    assert [violation.code for violation in several.value.violations] == ["opinion.missing", "quota.a", "quota.b"]


def test_what_is_no_reason_of_a_rule_is_not_gathered() -> None:
    with pytest.raises(NotAllowed), Reasons():
        raise NotAllowed
