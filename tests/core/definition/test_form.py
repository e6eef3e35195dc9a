"""Forms: what shows, what is missing or wrong, and how a Chinese text is counted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core.definition.form import FieldFault, check, count_characters, visible_fields
from zhiping.core.definition.questions import Form

COUNTS = [
    ("", 0),
    ("质量", 2),
    ("提高合格率。", 6),
    ("“质量”", 4),
    ("CPU", 1),
    ("高质可信的“CPU”质量管理模式", 14),
    ("QC小组 2024 年", 5),
    ("3.5%", 1),
    ("a b\tc\n", 3),
    ("质　量", 2),
    ("ISO9001：2015", 3),
    ("cafe\u0301 naïve", 2),
    ("质\u200b量\ufeff", 2),
    ("①②", 2),
    ("ＡＢＣ", 3),
    ("😀😀", 2),
    ("—— …", 3),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_characters_are_counted_as_the_office_programs_count_words(text: str, count: int) -> None:
    assert count_characters(text) == count


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)))
def test_every_chinese_character_counts_one(text: str) -> None:
    assert count_characters(text) == len(text)


@given(st.text(), st.text())
def test_two_texts_on_two_lines_count_what_they_count_alone(one: str, other: str) -> None:
    assert count_characters(f"{one}\n{other}") == count_characters(one) + count_characters(other)


def a_form(*fields: dict[str, Any], when: dict[str, Any] | None = None) -> Form:
    section = {"id": "only", "label": "一", "source": "default", "fields": list(fields), "when": when or {}}
    data = {"label": "表", "source": "default", "title_field": fields[0]["id"], "sections": [section]}
    return Form.model_validate_json(json.dumps(data))


def a_field(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": "x", "label": "栏", "kind": kind, **more}


def faults(
    form: Form, answers: dict[str, Any], *, complete: bool = True, **dimensions: object
) -> list[tuple[str, str]]:
    return [(f.field_path, f.code) for f in check(form, answers, dimensions=dimensions, complete=complete)]


OPTIONS = [{"id": "a", "label": "甲"}, {"id": "b", "label": "乙"}]
VALUES = [
    ("text", {}, "字", None),
    ("text", {}, 5, "not_a_text"),
    ("long_text", {"max_chars": 2}, "三个字", "too_long"),
    ("long_text", {"max_chars": 2}, "一" + "a" * 20, "too_long"),
    ("long_text", {"min_chars": 2}, "一", "too_short"),
    ("long_text", {"min_chars": 2}, "两个", None),
    ("choice", {"options": OPTIONS}, "a", None),
    ("choice", {"options": OPTIONS}, "c", "not_a_choice"),
    ("choice", {"options": OPTIONS}, ["a"], "not_a_choice"),
    ("choices", {"options": OPTIONS}, ["a", "b"], None),
    ("choices", {"options": OPTIONS}, "a", "not_a_choice"),
    ("choices", {"options": OPTIONS}, ["a", "z"], "not_a_choice"),
    ("yes_no", {}, False, None),
    ("yes_no", {}, "yes", "not_yes_or_no"),
    ("declaration", {}, True, None),
    ("declaration", {}, False, "must_accept"),
    ("integer", {}, 3, None),
    ("integer", {}, "12", None),
    ("integer", {}, "1.5", "not_an_integer"),
    ("integer", {}, True, "not_a_number"),
    ("decimal", {}, "1.5", None),
    ("decimal", {}, "NaN", "not_a_number"),
    ("decimal", {}, "一", "not_a_number"),
    ("decimal", {"at_least": 0}, "-1", "out_of_range"),
    ("decimal", {"at_most": 5}, "6", "out_of_range"),
    ("decimal", {"at_least": 0, "at_most": 5}, "5", None),
    ("date", {}, "2024-02-29", None),
    ("date", {}, "2023-02-29", "not_a_date"),
    ("date", {}, "2024年", "not_a_date"),
    ("date", {"not_before": "2024-01-01"}, "2023-12-31", "out_of_range"),
    ("date", {"not_after": "2024-01-01"}, "2024-01-02", "out_of_range"),
    ("date", {"not_before": "2024-01-01", "not_after": "2024-01-01"}, "2024-01-01", None),
    ("month", {}, "2024-06", None),
    ("month", {}, "2024-13", "not_a_month"),
    ("month", {}, "2024-06-01", "not_a_month"),
    ("phone", {}, "021-12345678", None),
    ("phone", {}, "(021) 12345678-123", None),
    ("phone", {}, "13800000000", None),
    ("phone", {}, "400-800-1234", None),
    ("phone", {}, "12345678转9", None),
    ("phone", {}, "12", "bad_phone"),
    ("mobile", {}, "138 0000 0000", None),
    ("mobile", {}, "+86-13800000000", None),
    ("mobile", {}, "12800000000", "bad_mobile"),
    ("mobile", {}, 13800000000, "bad_mobile"),
    ("email", {}, "a.b@example.com.cn", None),
    ("email", {}, "a@b", "bad_email"),
    ("email", {}, "a" * 250 + "@b.cn", "bad_email"),
    ("uscc", {}, "91110000600037341L", None),
    ("uscc", {}, "91110000600037341N", "bad_uscc"),
    ("uscc", {}, "９1110000600037341L", "bad_uscc"),
    ("id_number", {}, "11010519491231002X", None),
    ("id_number", {}, "110105194912310021", "bad_id_number"),
    ("postcode", {}, "200000", None),
    ("postcode", {}, "20000", "bad_postcode"),
    ("photo", {}, "file:7", None),
]


@pytest.mark.parametrize(("kind", "more", "value", "code"), VALUES)
def test_a_value_is_checked_by_the_kind_of_its_field(
    kind: str, more: dict[str, Any], value: object, code: str | None
) -> None:
    form = a_form(a_field(kind, **more))

    assert faults(form, {"x": value}) == ([("x", code)] if code else [])


@pytest.mark.parametrize("value", [None, "", "  ", []])
def test_an_empty_answer_is_missing_only_when_the_form_must_be_complete(value: object) -> None:
    form = a_form(a_field("text"))

    assert faults(form, {"x": value}) == [("x", "required")]
    assert faults(form, {"x": value}, complete=False) == []
    assert faults(a_form(a_field("text", required=False)), {"x": value}) == []


def test_a_draft_may_be_too_short_and_unsigned_but_not_too_long() -> None:
    short = a_form(a_field("long_text", min_chars=5, max_chars=6))
    unsigned = a_form(a_field("declaration"))

    assert faults(short, {"x": "一"}, complete=False) == []
    assert faults(short, {"x": "一二三四五六七"}, complete=False) == [("x", "too_long")]
    assert faults(unsigned, {"x": False}, complete=False) == []


def test_a_limit_says_what_was_counted() -> None:
    form = a_form(a_field("text", max_chars=30))

    assert check(form, {"x": "质" * 31}, dimensions={}, complete=False) == [
        FieldFault("x", "too_long", {"limit": 30, "counted": 31})
    ]


def test_the_free_text_beside_other_is_asked_for() -> None:
    form = a_form(a_field("choices", options=OPTIONS, other="b"))

    assert faults(form, {"x": ["a"]}) == []
    assert faults(form, {"x": ["a", "b"]}) == [("x_other", "required")]
    assert faults(form, {"x": ["b"]}, complete=False) == []
    assert faults(form, {"x": ["b"], "x_other": "别的"}) == []
    assert faults(form, {"x": ["b"], "x_other": "字" * 51}) == [("x_other", "too_long")]


TABLE = a_field(
    "table",
    min_rows=2,
    max_rows=3,
    columns=[
        {"id": "name", "label": "名称", "max_chars": 4},
        {"id": "month", "label": "时间", "kind": "month", "required": False},
        {"id": "sort", "label": "类", "kind": "choice", "required": False, "options": OPTIONS},
        {"id": "size", "label": "量", "kind": "integer", "required": False},
    ],
)


def test_a_table_is_checked_row_by_row_and_empty_rows_do_not_count() -> None:
    rows: list[dict[str, object]] = [{"name": "甲"}, {"name": ""}, {"month": "2024-00", "sort": "z", "size": "x"}]

    assert faults(a_form(TABLE), {"x": rows}) == [
        ("x.2.name", "required"),
        ("x.2.month", "not_a_month"),
        ("x.2.sort", "not_a_choice"),
        ("x.2.size", "not_a_number"),
    ]
    assert faults(a_form(TABLE), {"x": rows}, complete=False) == [
        ("x.2.month", "not_a_month"),
        ("x.2.sort", "not_a_choice"),
        ("x.2.size", "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (None, [("x", "too_few_rows")]),
        ([{"name": "甲"}], [("x", "too_few_rows")]),
        ([{"name": str(n)} for n in range(4)], [("x", "too_many_rows")]),
        ("甲", [("x", "not_a_table")]),
        ([["甲"]], [("x", "not_a_table")]),
        ([{"name": "甲乙丙丁戊"}, {"name": "乙"}], [("x.0.name", "too_long")]),
    ],
)
def test_a_table_has_so_many_rows(rows: object, expected: list[tuple[str, str]]) -> None:
    assert faults(a_form(TABLE), {"x": rows}) == expected


def test_an_optional_table_may_be_empty() -> None:
    table = a_field("table", required=False, columns=TABLE["columns"])

    assert faults(a_form(table), {}) == []


def test_hidden_fields_are_neither_missing_nor_wrong_and_open_nothing() -> None:
    form = a_form(
        a_field("yes_no"),
        {"id": "y", "label": "二", "kind": "yes_no", "when": {"x": True}},
        {"id": "z", "label": "三", "kind": "integer", "when": {"y": True}},
    )

    assert [f.id for f in visible_fields(form, {"x": True, "y": True})] == ["x", "y", "z"]
    assert [f.id for f in visible_fields(form, {"x": False, "y": True, "z": "?"})] == ["x"]
    assert faults(form, {"x": False, "y": True, "z": "?"}) == []


def test_a_section_may_be_hidden() -> None:
    form = a_form(a_field("text"), when={"category": "person"})

    assert visible_fields(form, {}, dimensions={"category": "team"}) == []
    assert faults(form, {}, category="person") == [("x", "required")]


def test_an_answer_to_no_field_is_named() -> None:
    assert faults(a_form(a_field("text", required=False)), {"q": 1, "x_other": "?"}) == [
        ("q", "unknown_field"),
        ("x_other", "unknown_field"),
    ]


def test_a_form_finds_its_fields() -> None:
    form = a_form(a_field("text"))

    assert form.field("x").label == "栏"
    with pytest.raises(KeyError):
        form.field("y")


def test_a_question_holds_something_private_by_itself_or_in_a_column() -> None:
    def column(*, private: bool) -> list[dict[str, Any]]:
        return [{"id": "no", "label": "证件号", "kind": "text", "private": private}]

    form = a_form(
        a_field("text") | {"id": "plain"},
        a_field("text", private=True) | {"id": "secret"},
        a_field("table", columns=column(private=False)) | {"id": "plain_table"},
        a_field("table", columns=column(private=True)) | {"id": "secret_table"},
    )

    assert [field.id for field in form.fields() if field.has_private] == ["secret", "secret_table"]
