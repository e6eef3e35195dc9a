"""The pure rules of the first stage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.applications import rules
from zhiping.core.calendar import Window
from zhiping.core.errors import RuleViolation

OPENS, CLOSES = datetime(2022, 4, 20, 16, tzinfo=UTC), datetime(2022, 5, 10, 14, tzinfo=UTC)
WORDS = st.text(alphabet="甲乙丙丁", max_size=3)
ANSWERS = st.dictionaries(st.sampled_from(["title", "reason", "goal"]), WORDS)


FIRST = {"name": "陈思远", "phone": "13800000015"}
SECOND = {"name": "朱砚秋", "phone": "13899999995"}  # the same mask as the first
PEOPLE = [FIRST, SECOND, {"name": "金丝雀", "phone": "13912345678"}]


def _sent(*rows: dict[str, str]) -> list[str]:
    shown = [{**row, "phone": rules.mask(row["phone"])} for row in rows]
    return [found["phone"] for found in rules.behind_masks(shown, PEOPLE, ["phone"])]


def test_a_mask_that_two_rows_share_stays_with_its_person_when_a_row_goes() -> None:
    assert rules.mask(FIRST["phone"]) == rules.mask(SECOND["phone"])
    assert _sent(SECOND) == ["13899999995"]


@given(st.permutations(PEOPLE))
def test_rows_in_any_order_keep_their_own_values(rows: list[dict[str, str]]) -> None:
    assert _sent(*rows) == [row["phone"] for row in rows]


def test_a_renamed_row_keeps_the_value_of_its_place() -> None:
    assert _sent({**FIRST, "name": "陈思源"}, {**SECOND, "name": "朱妍秋"}) == ["13800000015", "13899999995"]


def test_a_mask_copied_into_another_row_is_read_where_it_comes_from() -> None:
    assert _sent(FIRST, {"name": "新人", "phone": FIRST["phone"]}) == ["13800000015", "13899999995"]


def test_what_is_no_mask_stands_as_typed_and_an_unknown_mask_stays_a_mask() -> None:
    typed = [{"name": "新人", "phone": "13700000001"}, {"name": "无", "phone": "137*******9"}, {"name": "空"}]
    assert [f["phone"] for f in rules.behind_masks(typed, PEOPLE, ["phone"])] == ["13700000001", "137*******9", ""]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged", "clashes"),
    [
        ({}, {"a": "1"}, {"b": "2"}, {"a": "1", "b": "2"}, {}),
        ({"a": "1"}, {"a": "1"}, {"a": "2"}, {"a": "2"}, {}),
        ({"a": "1"}, {"a": "2"}, {"a": "1"}, {"a": "2"}, {}),
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, {"a": "2"}, {}),
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "2"}, {"a": ("3", "2")}),
        ({"a": "1"}, {"a": "1"}, {"a": ""}, {"a": ""}, {}),
        ({"a": "1"}, {"a": "1"}, {}, {}, {}),
        ({}, {"a": "2"}, {"a": ""}, {"a": "2"}, {}),
        ({"a": True}, {"a": True}, {"a": False}, {"a": False}, {}),
        ({"a": [1]}, {"a": []}, {"a": [2]}, {"a": []}, {"a": ([2], None)}),
    ],
)
def test_two_editors_are_merged_by_field(
    base: dict[str, object],
    theirs: dict[str, object],
    mine: dict[str, object],
    merged: dict[str, object],
    clashes: dict[str, object],
) -> None:
    found = rules.merge(base, theirs, mine)

    assert (found.answers, found.clashes) == (merged, clashes)


@given(base=ANSWERS, theirs=ANSWERS, mine=ANSWERS)
def test_a_merge_never_loses_a_word_that_somebody_changed(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    found = rules.merge(base, theirs, mine)

    for name, word in mine.items():
        if word and word != base.get(name):
            assert found.answers.get(name) == word or found.clashes[name][0] == word
    for name, word in theirs.items():
        if word and word != base.get(name):
            assert found.answers.get(name) == word


@given(answers=ANSWERS, dimensions=ANSWERS)
def test_equal_contents_have_equal_hashes_whatever_the_order(
    answers: dict[str, str], dimensions: dict[str, str]
) -> None:
    turned = dict(reversed(list(answers.items())))

    assert rules.content_hash(answers, dimensions, []) == rules.content_hash(turned, dimensions, [])


def test_any_change_changes_the_hash() -> None:
    file = {"rule": "report", "sha256": "0" * 64}
    hashes = {
        rules.content_hash({"title": "甲"}, {"category": "a"}, [file]),
        rules.content_hash({"title": "乙"}, {"category": "a"}, [file]),
        rules.content_hash({"title": "甲"}, {"category": "b"}, [file]),
        rules.content_hash({"title": "甲"}, {"category": "a"}, []),
    }

    assert len(hashes) == 4


def test_the_hash_is_the_sha256_of_the_canonical_json() -> None:
    assert rules.content_hash({"b": "乙", "a": 1}, {}, []) == (
        "d32602324730d7c51d465da450ec4c6206acbd38ea197756ca3730ad1476cf2a"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [("13900001111", "139*******1"), ("a@b", "a@b***b"), ("", ""), ("310105198001012345", "310**************5")],
)
def test_a_mask_shows_the_first_three_and_the_last(value: str, shown: str) -> None:
    assert rules.mask(value) == shown


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS - timedelta(microseconds=1), "window.not_open"),
        (OPENS, None),
        (CLOSES - timedelta(microseconds=1), None),
        (CLOSES, "window.closed"),
    ],
)
def test_a_window_is_half_open(at: datetime, code: str | None) -> None:
    if code is None:
        rules.check_window(Window(OPENS, CLOSES), at)
    else:
        with pytest.raises(RuleViolation) as refused:
            rules.check_window(Window(OPENS, CLOSES), at)
        assert refused.value.code == code


def test_a_number_is_made_of_initials_year_and_serial() -> None:
    assert rules.application_number("qc-circle", 2022, 187) == "QC-2022-0187"
    assert rules.application_number("excellence", 2024, 10_000) == "E-2024-10000"


def test_an_opinion_is_on_the_content_that_was_read() -> None:
    rules.check_read(None, "a1")
    rules.check_read("a1", "a1")
    with pytest.raises(RuleViolation, match=r"endorsement\.content_changed"):
        rules.check_read("b2", "a1")


@pytest.mark.parametrize("check", [rules.check_opinion, rules.check_reason])
def test_words_that_must_be_there_are_not_blanks(check: object) -> None:
    check("同意")  # type: ignore[operator]
    with pytest.raises(RuleViolation):
        check(" \n")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("test", "answer", "taken"),
    [
        ("confirmed", True, True),
        ("confirmed", False, True),
        ("confirmed", "yes", False),
        ("years_at_least", 12, True),
        ("years_at_least", 0, True),
        ("years_at_least", 121, False),
        ("years_at_least", -1, False),
        ("years_at_least", True, False),
        ("years_at_least", "2001-05-01", True),
        ("within_years", "2023-02-29", False),
        ("within_years", "2023-02-28", True),
        ("within_years", 2, False),
    ],
)
def test_an_answer_to_a_condition_has_its_shape(test: str, answer: object, taken: bool) -> None:
    if taken:
        rules.check_condition_answer(test, answer, label="条件")
    else:
        with pytest.raises(RuleViolation, match="eligibility.bad_answer"):
            rules.check_condition_answer(test, answer, label="条件")
