"""Sheets that people fill in: found by heading, read as written, every fault in its cell."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhiping.core import sheets
from zhiping.core.errors import RuleViolation
from zhiping.core.sheets import Column, Fault

COLUMNS = (
    Column("name", "单位名称", sheets.text(6), required=True, also_called=("Name",)),
    Column("size", "规模", sheets.choice({"large": ("大型",), "small": ("小型", "小微型")})),
    Column("founded", "成立日期", sheets.day),
    Column("member", "会员", sheets.yes_no),
    Column("names", "别名", sheets.several(sheets.text(4))),
)


def _read(*lines: list[Any]) -> tuple[list[dict[str, Any]], list[Fault]]:
    records, faults = sheets.read(COLUMNS, lines, at_most=3)
    return [dict(record.values) for record in records], faults


def test_lines_are_read_below_the_heading_wherever_the_columns_stand() -> None:
    records, faults = _read(
        ["2024 年单位名册"],
        [" 规模 ", "单位名称*", "成立日期", "会员", "别名"],
        ["小微型", "浦江  仪表", datetime(2010, 5, 1, tzinfo=UTC), True, "浦仪；仪表厂"],
        ["", "", "", "", ""],
        ["", 2024.0, "2010年5月1日", "否"],
    )

    assert faults == []
    assert records == [
        {
            "size": "small",
            "name": "浦江 仪表",
            "founded": date(2010, 5, 1),
            "member": True,
            "names": ["浦仪", "仪表厂"],
        },
        {"name": "2024", "founded": date(2010, 5, 1), "member": False},
    ]


def test_every_fault_is_named_by_its_cell_and_all_at_once() -> None:
    _records, faults = _read(
        ["Name", "规模", "成立日期", "会员", "备注"],
        ["", "中型", "2010-13-01", "也许", "随便"],
        ["浦江精密仪表公司", "", "去年", "", ""],
    )

    assert [(f.cell, f.column, f.code) for f in faults] == [
        ("E1", "备注", "sheet.unknown_column"),
        ("A2", "单位名称", "sheet.empty"),
        ("B2", "规模", "sheet.bad_choice"),
        ("C2", "成立日期", "sheet.bad_day"),
        ("D2", "会员", "sheet.bad_choice"),
        ("A3", "单位名称", "sheet.too_long"),
        ("C3", "成立日期", "sheet.bad_day"),
    ]
    assert faults[2].facts == {"given": "中型", "allowed": "大型、小型", "allowed_en": "大型, 小型"}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "sheet.no_heading"),
        ([["规模"], ["大型"]], "sheet.no_heading"),
        ([["单位名称"], ["", None]], "sheet.no_lines"),
        ([["单位名称"], *[["浦江"]] * 4], "sheet.too_many_lines"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(lines: list[list[Any]], code: str) -> None:
    records, faults = _read(*lines)

    assert ([fault.code for fault in faults], records) == ([code], [])


def test_cells_are_named_as_a_spreadsheet_names_them() -> None:
    columns = (Column("name", "名", sheets.text(9), required=True), Column("last", "末", sheets.day))
    heading = ["名", *[""] * 26, "末"]

    _records, faults = sheets.read(columns, [heading, ["甲", *[""] * 26, "x"]], at_most=1)

    assert [fault.cell for fault in faults] == ["AB2"]


def test_a_day_is_a_day_of_the_calendar() -> None:
    assert sheets.day("2024/2/29") == date(2024, 2, 29)
    with pytest.raises(RuleViolation, match=r"sheet.bad_day"):
        sheets.day("2023/2/29")


def test_a_fault_found_later_names_the_cell_or_else_the_row() -> None:
    record = sheets.Record(7, {"name": "浦江仪表"}, {"name": "A7"})

    assert sheets.fault(record, COLUMNS[0], "organisation.known", name="浦江仪表") == Fault(
        7, "A7", "单位名称", "organisation.known", {"name": "浦江仪表"}
    )
    assert sheets.fault(record, COLUMNS[1], "sheet.empty").cell == "7"
