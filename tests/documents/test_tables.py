"""Tables for spreadsheets: exactly the cells, never a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from zhiping.core.errors import RuleViolation
from zhiping.documents import queries, rules
from zhiping.documents.actions import csv_table, xlsx_table

ROWS = [["1", "=SUM(A1)", "提高地铁车门一次调试合格率"], ["2", "0012", "“零缺陷”,双循环"]]


def test_a_workbook_keeps_every_cell_as_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx_table(["序号", "编号", "成果"], ROWS, name="名单"))

    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_name("名单").to_python() == [
        ["序号", "编号", "成果"],
        *ROWS,
    ]


def test_csv_opens_in_chinese_and_runs_nothing() -> None:
    made = csv_table(["序号", "编号", "成果"], ROWS)

    assert made.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))[1] == [
        "1",
        "'=SUM(A1)",
        "提高地铁车门一次调试合格率",
    ]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "\rx", "＝1", "＋1", "－1", "＠a"])
def test_a_cell_that_would_be_run_gets_an_apostrophe(cell: str) -> None:
    assert rules.harmless(cell) == f"'{cell}"


def test_chinese_is_twice_as_wide() -> None:
    assert (rules.width("名单ab"), rules.harmless("名单")) == (6, "名单")


def test_two_cells_at_the_far_corners_of_a_sheet_take_no_memory_and_no_server() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "编号")
        page.write_string(1_048_575, 16_383, "x")

    with pytest.raises(RuleViolation, match=r"sheet\.broken"):
        queries.first_sheet(made.getvalue())


def test_days_and_instants_come_out_of_a_workbook_as_they_went_in() -> None:
    made, noon = io.BytesIO(), datetime(2024, 5, 1, 12, 30)  # noqa: DTZ001 -- a workbook knows no zones
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet("单位")
        page.write_row(0, 0, ["编号", 7, True])
        page.write_datetime(1, 0, noon, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))

    assert queries.sheets_of(made.getvalue()) == {"单位": [["编号", 7.0, True], [noon, "", ""]]}


def test_a_text_for_word_loses_what_xml_cannot_hold_and_keeps_its_lines() -> None:
    assert rules.writable("甲\x0b乙\x0c丙\n丁\t戊\r") == "甲\n乙\n丙\n丁\t戊\r"
    assert rules.writable("甲\x00\x08\x0e\x1f\ud800\ufffe\uffff乙") == "甲乙"
