"""Windows of an edition, and what importing its recommenders would change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.core.sheets import Record
from zhiping.programmes import rules
from zhiping.programmes.rules.sheet import Change, Standing, plan

AT = datetime(2022, 4, 20, tzinfo=UTC)
NAMES = {"A": "市仪器仪表行业协会", "B": "沪东区总工会"}


@pytest.mark.parametrize(
    ("opens", "closes"), [(None, None), (AT, None), (None, AT), (AT, AT + timedelta(microseconds=1))]
)
def test_a_window_may_be_open_on_either_side(opens: datetime | None, closes: datetime | None) -> None:
    rules.check_window(opens, closes)


def test_a_window_closes_after_it_opens() -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_window(AT, AT)

    assert (refused.value.code, refused.value.facts) == ("window.closes_before_it_opens", {})


def test_a_reason_is_more_than_blanks() -> None:
    rules.check_reason("延期通知")
    with pytest.raises(RuleViolation, match="reason.missing"):
        rules.check_reason(" \n")


def _record(row: int, **values: Any) -> Record:
    return Record(row, values, {"uscc": f"A{row}", "kind": f"B{row}"})


def _plan(*records: Record, standing: dict[str, Standing] | None = None, kinds: tuple[str, ...] = ()) -> Any:
    found, faults = plan(records, NAMES, standing or {}, kinds)
    return found, [(fault.cell, fault.code, dict(fault.facts)) for fault in faults]


def test_a_new_recommender_is_called_as_on_the_register_unless_its_line_says_otherwise() -> None:
    found, faults = _plan(
        _record(2, uscc="A", kind="industry"),
        _record(3, uscc="B", kind="district", label="沪东区", is_co_creation=True),
    )

    assert faults == []
    assert found == [
        Change(2, "A", None, {}, {"kind": "industry", "label": NAMES["A"], "is_co_creation": False}),
        Change(3, "B", None, {}, {"kind": "district", "label": "沪东区", "is_co_creation": True}),
    ]
    assert [change.kind for change in found] == ["new", "new"]


def test_of_a_known_recommender_only_what_differs_changes() -> None:
    known = {"A": Standing(5, {"kind": "industry", "label": "仪协", "is_co_creation": True})}

    [same], _faults = _plan(_record(2, uscc="A", kind="industry"), standing=known)
    [changed], _faults = _plan(_record(2, uscc="A", kind="group", is_co_creation=False), standing=known)

    assert (same.kind, same.after) == ("same", {})
    assert changed == Change(
        2, "A", 5, {"kind": "industry", "is_co_creation": True}, {"kind": "group", "is_co_creation": False}
    )
    assert changed.kind == "changed"


def test_a_code_twice_a_unit_that_nobody_knows_and_a_kind_that_the_edition_lacks_are_told() -> None:
    _found, faults = _plan(
        _record(2, uscc="A", kind="industry"),
        _record(3, uscc="A", kind="industry"),
        _record(4, uscc="C", kind="industry"),
        _record(5, uscc="B", kind="authority"),
        kinds=("industry", "district"),
    )

    assert faults == [
        ("A3", "sheet.twice", {"given": "A", "other": 2}),
        ("A4", "import.unknown_unit", {"given": "C"}),
        ("B5", "import.other_kind", {"given": "主管部门", "allowed": "区、行业", "allowed_en": "区, 行业"}),
    ]


def test_an_edition_that_names_no_kinds_takes_any_and_a_line_without_one_is_passed_over() -> None:
    assert _plan(_record(2, uscc="A"), _record(3, kind="group")) == ([], [])
    assert _plan(_record(2, uscc="A", kind="association"))[1] == []
