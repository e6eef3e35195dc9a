"""When an objection is heard and a notice ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.editions import shipped
from zhiping.core.calendar import Window
from zhiping.core.definition.outcome import Objection
from zhiping.core.errors import RuleViolation
from zhiping.decision.rules import notices

AT = datetime(2024, 10, 21, tzinfo=UTC)
EXCELLENCE = shipped("excellence/2024")
RULE = Objection(allowed=True, source="default")


def codes(rule: Objection | None, **changes: object) -> list[str]:
    given = {"name": "赵实名", "contact": "138", "grounds": "不符", "has_evidence": True} | changes
    return [v.code for v in notices.check_objection(rule, **given)]  # type: ignore[arg-type]


def test_the_stages_own_days_come_before_the_editions() -> None:
    without = EXCELLENCE.model_copy(
        update={"notice": None, "stages": (EXCELLENCE.stage("notice").model_copy(update={"days": None}),)}
    )
    edition_only = EXCELLENCE.model_copy(update={"stages": without.stages})

    assert [notices.days_of(d, "notice") for d in (EXCELLENCE, edition_only, without)] == [7, 7, 0]


def test_a_notice_of_no_days_is_refused() -> None:
    notices.check_days(1)
    with pytest.raises(RuleViolation, match=r"notice\.no_days"):
        notices.check_days(0)


def test_a_complete_objection_is_heard() -> None:
    assert codes(RULE) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "objection.without_name"),
        ({"contact": ""}, "objection.without_contact"),
        ({"grounds": "\n"}, "objection.without_grounds"),
        ({"grounds": "字" * 5001}, "objection.too_long"),
        ({"has_evidence": False}, "objection.without_evidence"),
    ],
)
def test_each_lack_has_its_own_reason(changes: dict[str, object], code: str) -> None:
    assert codes(RULE, **changes) == [code]


def test_an_edition_may_ask_for_neither_name_nor_evidence() -> None:
    lenient = Objection(allowed=True, real_name=False, evidence=False, source="default")

    assert codes(lenient, name="", contact="", has_evidence=False) == []


@pytest.mark.parametrize("rule", [None, Objection(allowed=False, source="default")])
def test_an_edition_without_objections_hears_none(rule: Objection | None) -> None:
    assert codes(rule) == ["objection.not_heard_here"]


def test_a_window_without_end_still_names_an_instant() -> None:
    with pytest.raises(RuleViolation, match=r"objection\.outside_period"):
        notices.check_within(Window(datetime(2024, 11, 1, tzinfo=UTC), None), AT)


def test_other_checks_let_pass_what_is_right() -> None:
    notices.check_resolved(0)
    notices.check_over(AT, AT)
    notices.check_answer("经核对")
    notices.check_open(is_open=True)
    notices.check_within(Window(None, None), AT)


def test_other_checks_refuse_with_their_codes() -> None:
    for code, refuse in {
        "notice.unresolved": lambda: notices.check_resolved(2),
        "notice.still_open": lambda: notices.check_over(AT, AT.replace(year=2023)),
        "objection.without_answer": lambda: notices.check_answer(" "),
        "objection.settled_already": lambda: notices.check_open(is_open=False),
    }.items():
        with pytest.raises(RuleViolation) as refused:
            refuse()
        assert refused.value.code == code
