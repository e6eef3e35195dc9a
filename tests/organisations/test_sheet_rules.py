"""What importing the sheet of units would change on the register, line by line."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiping.core.sheets import Record
from zhiping.organisations.rules.sheet import Change, Known, plain, plan

CELLS = {"uscc": "A", "name": "B", "parent": "C"}


def _record(row: int, **values: Any) -> Record:
    return Record(row, values, {key: f"{letter}{row}" for key, letter in CELLS.items()})


def _faults(records: list[Record], known: list[Known] | None = None) -> list[tuple[str, str, dict[str, Any]]]:
    return [(fault.cell, fault.code, dict(fault.facts)) for fault in plan(records, known or [])[1]]


def _change(record: Record, *known: Known) -> Change:
    [change], faults = plan([record], known)
    assert faults == []
    return change


def test_a_unit_that_nobody_knows_is_entered_with_what_its_line_says() -> None:
    line = _record(
        2, uscc="A", name="浦江仪表", nature="market_entity", former=["浦江表厂"], alias=["浦江仪表", "浦江"]
    )

    assert _change(line) == Change(
        2,
        "A",
        "浦江仪表",
        None,
        {},
        {
            "name": "浦江仪表",
            "nature": "market_entity",
            "names": [("浦江", "alias"), ("浦江表厂", "former")],  # its own name is no alias
        },
    )
    assert _change(line).kind == "new"
    assert _change(_record(2, uscc="A", name="浦江仪表")).after == {"name": "浦江仪表"}


def test_a_line_that_says_what_is_known_changes_nothing_and_a_blank_cell_leaves_it() -> None:
    unit = Known(7, "A", "浦江仪表", {"size": "small"}, "P", frozenset({("浦江", "alias")}))
    parent = Known(8, "P", "浦江集团")

    found = _change(_record(2, uscc="A", name="浦江仪表", parent="P", alias=["浦江"]), unit, parent)

    assert (found.unit_id, found.kind, found.before, found.after) == (7, "same", {}, {})


def test_a_change_tells_what_was_before() -> None:
    unit = Known(7, "A", "浦江仪表厂", {"size": "small"}, "")
    parent = Known(8, "P", "浦江集团")

    found = _change(
        _record(2, uscc="A", name="浦江仪表", size="large", parent="P", former=["浦江仪表厂"]), unit, parent
    )

    assert found.kind == "changed"
    assert found.before == {"name": "浦江仪表厂", "size": "small", "parent": ""}
    assert found.after == {
        "name": "浦江仪表",
        "size": "large",
        "parent": "P",
        "names": [("浦江仪表厂", "former")],
    }


def test_a_unit_without_a_code_is_taken_up_by_its_name_and_gets_its_code_and_its_approval() -> None:
    found = _change(_record(2, uscc="A", name="浦江仪表"), Known(7, "", "浦江仪表", is_approved=False))

    assert (found.unit_id, found.after) == (7, {"uscc": "A", "approved": True})


def test_a_name_that_two_units_bear_or_one_that_was_merged_is_not_taken_up() -> None:
    twins = [Known(7, "", "浦江仪表"), Known(8, "", "浦江仪表")]

    assert _change(_record(2, uscc="A", name="浦江仪表"), *twins).unit_id is None
    assert _change(_record(2, uscc="A", name="浦江仪表"), Known(7, "", "浦江仪表", merged_into="B")).unit_id is None


def test_a_line_without_code_or_name_is_passed_over_for_its_cell_was_told_already() -> None:
    assert plan([_record(2, name="浦江仪表"), _record(3, uscc="A")], []) == ([], [])


def test_a_code_on_two_lines_is_told_with_the_first_of_them() -> None:
    lines = [_record(row, uscc="A", name="浦江仪表") for row in (2, 3, 4)]

    assert _faults(lines) == [
        ("A3", "sheet.twice", {"given": "A", "other": 2}),
        ("A4", "sheet.twice", {"given": "A", "other": 2}),
    ]


def test_a_unit_that_was_merged_is_told_with_who_goes_on() -> None:
    assert _faults([_record(2, uscc="A", name="浦江仪表")], [Known(7, "A", "浦江仪表", merged_into="B")]) == [
        ("A2", "import.merged", {"given": "A", "survivor": "B"})
    ]


def test_a_parent_stands_on_the_register_or_on_another_line() -> None:
    lines = [_record(2, uscc="A", name="甲", parent="B"), _record(3, uscc="B", name="乙", parent="C")]

    assert _faults(lines) == [("C3", "import.unknown_parent", {"given": "C"})]
    assert _faults(lines, [Known(9, "C", "丙")]) == []


def test_a_circle_is_found_among_the_lines_and_with_the_register() -> None:
    alone = [_record(2, uscc="A", name="甲", parent="A")]
    among = [_record(2, uscc="A", name="甲", parent="B"), _record(3, uscc="B", name="乙", parent="A")]
    beside = [_record(2, uscc="D", name="丁", parent="A")]  # hangs below a circle, is in none

    assert _faults(alone) == [("C2", "group.circle", {"given": "A"})]
    assert _faults(among) == [("C2", "group.circle", {"given": "B"}), ("C3", "group.circle", {"given": "A"})]
    assert _faults(among[:1], [Known(9, "B", "乙", parent="A")]) == [("C2", "group.circle", {"given": "B"})]
    assert _faults(beside, [Known(8, "A", "甲", parent="B"), Known(9, "B", "乙", parent="A")]) == []


def test_of_two_lines_with_one_code_the_first_says_who_stands_above() -> None:
    lines = [_record(2, uscc="A", name="甲", parent="P"), _record(3, uscc="A", name="甲", parent="A")]

    found = _faults(lines, [Known(9, "P", "集团")])

    assert found == [("A3", "sheet.twice", {"given": "A", "other": 2})]


def test_a_report_keeps_days_as_text_and_pairs_as_lists() -> None:
    kept = plain({"founded_on": date(2020, 5, 1), "names": [("浦江", "alias")], "is_specialised": True})

    assert kept == {"founded_on": "2020-05-01", "names": [["浦江", "alias"]], "is_specialised": True}
