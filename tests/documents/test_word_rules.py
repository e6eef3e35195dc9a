"""What is read back from a Word copy of a form, however it was filled in."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from zhiping.documents.rules import official
from zhiping.documents.rules.official import Asked, Found, read_form, ticked_in

NAMED = f'xmlns:w="{official.WORD}"'
TITLE, TEAM = Asked("title", "成果名称"), Asked("team", "小组（名称）")
PEOPLE = Asked("people", "成员", ("姓名", "职务"))


def _bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with(*parts: str) -> bytes:
    """A document of these parts of a body."""
    document = Document()
    for place, part in enumerate(parts):
        document.element.body.insert(place, parse_xml(part.replace(">", f" {NAMED}>", 1)))
    return _bytes(document)


def _paragraph(text: str) -> str:
    return "<w:p>" + "<w:br/>".join(f"<w:t>{line}</w:t>" for line in text.split("\n")) + "</w:p>"


def _control(tag: str, text: str) -> str:
    named = f'<w:tag w:val="{tag}"/>' if tag else ""
    return f"<w:sdt><w:sdtPr>{named}</w:sdtPr><w:sdtContent>{_paragraph(text)}</w:sdtContent></w:sdt>"


def _table(*rows: list[str]) -> str:
    lines = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def test_a_field_is_known_by_its_control_and_its_line_ends_stay() -> None:
    copy = _with(
        _control("", "谁的"), _control("f.other", "别的"), _control("f.title", "甲\n乙"), _control("f.title", "丙")
    )

    assert read_form(copy, [TITLE, TEAM]) == Found({"title": "甲\n乙"}, {})


def test_a_field_whose_control_was_lost_is_known_by_the_label_before_it() -> None:
    copy = _with(_table(["成果 名称：", "甲"], ["小组(名称)", "晨光"], ["无关", "乙"]))

    assert read_form(copy, [TITLE, TEAM]) == Found({"title": "甲", "team": "晨光"}, {})
    assert read_form(copy, [Asked("gone", "没有这一栏")]) == Found({}, {})


def test_equal_labels_are_taken_in_their_order_and_one_with_a_control_uses_up_its_own() -> None:
    twice = [Asked("home", "地址"), Asked("post", "地址")]

    assert read_form(_with(_table(["地址", "甲"], ["地址", "乙"])), twice).texts == {"home": "甲", "post": "乙"}
    held = _with(_control("f.home", "丙"), _table(["地址", "甲"], ["地址", "乙"]))
    assert read_form(held, twice).texts == {"home": "丙", "post": "乙"}


@pytest.mark.parametrize("number", [[], ["序号"]])
def test_a_table_is_known_by_its_headings_with_or_without_numbers_and_empty_lines_are_passed_over(
    number: list[str],
) -> None:
    places = [str(n) for n in range(1, 4)] if number else []
    lines = [["陈思远", "组长"], ["", ""], ["林一", ""]]
    table = _table([*number, "姓 名", "职务"], *([*places[n : n + 1], *line] for n, line in enumerate(lines)))

    found = read_form(_with("<w:tbl></w:tbl>", _table(["别的", "表"], ["a", "b"]), table, table), [PEOPLE])

    assert found == Found({}, {"people": [["陈思远", "组长"], ["林一", ""]]})


def _archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_what_is_no_document_is_no_copy() -> None:
    with pytest.raises(ValueError, match="PK"):
        read_form(_archive(**{"word/document.xml": b"<w/>"}), [TITLE])
    with pytest.raises(zipfile.BadZipFile):
        read_form(b"%PDF-1.7", [TITLE])


def test_more_text_and_layout_than_any_form_has_is_no_copy_and_pictures_do_not_count() -> None:
    copy = _with(_control("f.title", "甲"))
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    unpacked = sum(len(content) for name, content in parts.items() if name.lower().endswith((".xml", ".rels")))
    room = official.MOST_UNPACKED - unpacked

    fits = _archive(**parts, **{"word/more.xml": b" " * room, "word/media/a.png": b" " * 999_999})
    assert read_form(fits, [TITLE]).texts == {"title": "甲"}
    with pytest.raises(ValueError, match=str(official.MOST_UNPACKED + 1)):
        read_form(_archive(**parts, **{"word/more.XML": b" " * (room + 1)}), [TITLE])


def test_tables_stand_in_tables_three_deep_and_no_deeper() -> None:
    def nested(depth: int) -> bytes:
        inner = _paragraph("甲")
        for _level in range(depth):
            inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
        return _with(inner)

    assert read_form(nested(official.MOST_NESTED), [TITLE]) == Found({}, {})
    with pytest.raises(ValueError, match="tbl"):
        read_form(nested(official.MOST_NESTED + 1), [TITLE])


SIZES = {"large": "大型", "medium": "中型", "other": "其他（请注明）"}


@pytest.mark.parametrize(
    ("text", "chosen", "rest"),
    [
        ("□ 大型　■ 中型　□ 其他(请注明)：____", ["medium"], ""),
        ("☑大型；√ 中型", ["large", "medium"], ""),
        ("□大型 ■其他(请注明)：合作社__", ["other"], "合作社"),
        ("■其他（请注明）: 合作社 ■大型", ["other", "large"], "合作社"),  # a box without words takes none away
        ("■ 巨型", [], ""),
        ("大型", [], ""),
    ],
)
def test_ticked_boxes_are_read_whatever_sign_ticks_them(text: str, chosen: list[str], rest: str) -> None:
    assert ticked_in(text, SIZES) == (chosen, rest)
