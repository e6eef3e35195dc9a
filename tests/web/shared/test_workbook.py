"""A workbook that is written while it is sent reads back as what was put in, and begins at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from zhiping.web.shared import workbook

HEADING = ["编号", "成果名称"]


def _read(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_every_text_reads_back_as_it_was() -> None:
    rows = [["001", "提高 <合格率> & \"直通率\" 'A'"], ["", "  两端有空格 "], ["=1+1", "多行\n文字"], ["2.50", "😀"]]

    assert _read(b"".join(workbook.written(HEADING, rows))) == [HEADING, *rows]


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert _read(b"".join(workbook.written(["甲"], [["a\x00b\x0bc\ud800d\ufffee"]]))) == [["甲"], ["abcde"]]


def test_a_table_without_rows_is_its_heading() -> None:
    assert _read(b"".join(workbook.written(HEADING, []))) == [HEADING]


def test_each_part_is_well_formed_and_named_where_it_must_be() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(workbook.written(HEADING, [["1", "x"]])))) as package:
        assert package.testzip() is None
        roots = {name: ET.fromstring(package.read(name)).tag for name in package.namelist()}
        assert '<Override PartName="/xl/worksheets/sheet1.xml"' in package.read("[Content_Types].xml").decode()

    assert len(roots) == 6
    assert roots["xl/worksheets/sheet1.xml"].endswith("worksheet")


def test_it_goes_out_while_the_rows_are_still_being_read() -> None:
    asked = []

    def rows() -> Iterator[list[str]]:
        for number in range(1000):
            asked.append(number)
            yield [str(number), f"成果{number * 7919}"]

    parts = workbook.written(HEADING, rows())

    assert (len(next(parts)) > 1000, asked) == (True, [])
    next(parts)
    assert len(asked) == workbook.BATCH
    assert _read(b"".join(workbook.written(HEADING, rows())))[-1] == ["999", f"成果{999 * 7919}"]
