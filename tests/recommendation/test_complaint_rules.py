"""When a complaint can be heard, who hears it, and who sees of it."""

from __future__ import annotations

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.recommendation.rules import complaints as rules
from zhiping.recommendation.rules import standing

KNOWN = ("fee", "gift")


def _faults(misconduct: str = "fee", grounds: str = "要求缴费") -> list[tuple[str, dict[str, object]]]:
    found = rules.check_complaint(misconduct=misconduct, known=KNOWN, grounds=grounds)
    return [(fault.code, fault.facts) for fault in found]


def test_a_complaint_of_something_with_grounds_is_heard_up_to_five_thousand_characters() -> None:
    assert _faults() == []
    assert _faults(grounds="长" * 5000) == []


def test_every_reason_why_a_complaint_is_not_heard_is_told() -> None:
    assert _faults("noise", " \n") == [("complaint.of_nothing", {}), ("complaint.without_grounds", {})]
    assert _faults(grounds="长" * 5001) == [("complaint.too_long", {"limit": 5000})]


def test_an_act_happens_in_its_own_step() -> None:
    rules.check_state("open", "open")
    with pytest.raises(RuleViolation, match="complaint.other_step"):
        rules.check_state("closed", "open")


def test_a_finding_and_a_reason_have_words() -> None:
    rules.check_words("属实")
    rules.check_reason("当面核实")
    with pytest.raises(RuleViolation, match="complaint.without_words"):
        rules.check_words(" \n")
    with pytest.raises(RuleViolation, match="reason.missing"):
        rules.check_reason(" \n")


def test_nobody_confirms_what_he_or_she_proposed() -> None:
    rules.check_second_person(1, 2)
    with pytest.raises(RuleViolation, match="complaint.same_person"):
        rules.check_second_person(1, 1)


@pytest.mark.parametrize("part", [Field.COMPLAINTS, Field.COMPLAINANT])
def test_only_the_office_sees_complaints_and_who_complains(part: Field) -> None:
    assert [role for role in Role if standing.sees_of_complaints(role, part)] == [Role.SECRETARIAT]


def test_only_the_office_hears_complaints_and_anybody_may_make_one() -> None:
    hearing = [role for role in Role if standing.may_with_complaints(role, Verb.HEAR, Field.COMPLAINTS)]
    making = [role for role in Role if standing.may_with_complaints(role, Verb.COMPLAIN, Field.COMPLAINTS)]

    assert (hearing, making) == ([Role.SECRETARIAT], [Role.PUBLIC])
