"""Names: written alike they are found, and short or generic ones accuse nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import names


@pytest.mark.parametrize(
    ("first", "second", "suspicion"),
    [
        ("浦江精密仪表有限公司", "浦江精密仪表有限公司", "identical"),
        ("浦江精密仪表(上海)有限公司", " 浦江精密仪表（上海） 有限公司", "identical"),
        ("ABB申江机器人有限公司", "ＡＢＢ申江机器人有限公司", "identical"),
        ("上海浦江精密仪表有限公司", "上海市浦江精密仪表股份有限公司", "same_but_for_form"),
        ("上海浦江精密仪表(集团)有限公司", "浦江精密仪表集团", "same_but_for_form"),
        ("申能集团", "申能股份有限公司", "same_but_for_form"),
        ("上海虹申电气集团股份有限公司", "上海虹申电气风电有限公司", "same_beginning"),
        ("上海电气集团股份有限公司", "上海电气风电集团股份有限公司", "same_beginning"),
        ("上海市建工集团", "上海建工一建有限公司", "same_beginning"),
        ("上海市电气集团", "上海电气风电有限公司", "same_beginning"),
        ("浦江仪表", "浦江精密仪表", None),
        ("上海有限公司", "上海浦江精密仪表有限公司", None),
        ("申能集团", "申能新能源有限公司", None),
        ("东海船舶有限公司", "南海船舶有限公司", None),
        ("", "浦江精密仪表有限公司", None),
        ("浦江精密仪表有限公司", "（）".strip("（）"), None),
    ],
)
def test_suspicion_is_graded(first: str, second: str, suspicion: names.Suspicion | None) -> None:
    assert names.same_name_suspicion(first, second) == suspicion
    assert names.same_name_suspicion(second, first) == suspicion


@pytest.mark.parametrize(
    ("name", "without_form", "brand"),
    [
        ("上海浦江精密仪表（集团）股份有限公司", "上海浦江精密仪表", "浦江精密仪表"),
        ("西门城（中国）有限公司", "西门城", "西门城"),
        ("甲(乙)有限公司", "甲(乙)", "甲(乙)"),
        ("有限公司", "有限公司", "有限公司"),
        ("集团有限公司", "集团", "集团"),
        ("上海", "上海", "上海"),
        ("中国申江集团总公司", "中国申江", "申江"),
    ],
)
def test_form_and_place_are_taken_off(name: str, without_form: str, brand: str) -> None:
    assert (names.without_form(name), names.brand(name)) == (without_form, brand)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("王 小明", "王小明", True),
        ("阿依努尔·买买提", "阿依努尔• 买买提", True),
        ("Anna Li", "anna LI", True),
        ("王小明", "王晓明", False),
        ("", "", False),
        (" · ", "·", False),
    ],
)
def test_people_are_compared_by_letters_alone(first: str, second: str, same: bool) -> None:
    assert names.same_person_suspicion(first, second) is same


chinese = st.text(st.sampled_from("上海市中国集团股份有限公司浦江精密仪表（）() "), max_size=20)


@given(chinese, chinese)
def test_suspicion_does_not_depend_on_who_is_named_first(first: str, second: str) -> None:
    assert names.same_name_suspicion(first, second) == names.same_name_suspicion(second, first)


@given(chinese)
def test_evening_out_twice_changes_nothing_more(name: str) -> None:
    assert names.normalise(names.normalise(name)) == names.normalise(name)
    assert names.without_form(names.without_form(name)) == names.without_form(name)
    assert len(names.brand(name)) <= len(names.without_form(name)) <= len(names.normalise(name))


def test_like_names_are_paired_the_likest_first() -> None:
    register = [
        (1, "浦江精密仪表有限公司"),
        (2, "浦江精密仪表有限公司"),
        (3, "上海市浦江精密仪表股份有限公司"),
        (4, "浦江精蜜仪表有限公司"),
        (5, "申能新能源有限公司"),
        (5, "浦江精密仪表厂"),
        (6, "浦东第一精密仪表有限公司"),
        (7, "浦东第二精密仪表有限公司"),
        (8, "浦东第精密仪表有限公司"),
        (9, "（）"),
    ]

    assert [(p.first, p.second, p.why) for p in names.like_pairs(register)] == [
        (1, 2, "identical"),
        (1, 3, "same_but_for_form"),
        (2, 3, "same_but_for_form"),
        (1, 4, "one_character"),
        (1, 5, "one_character"),
        (2, 4, "one_character"),
        (2, 5, "one_character"),
        (3, 4, "one_character"),
        (3, 5, "one_character"),
    ]


def test_short_names_and_two_wrong_characters_pair_nothing() -> None:
    register = [(1, "申能电气"), (2, "申能电器"), (3, "浦江精密仪表有限公司"), (4, "浦江晶密仪器有限公司")]

    assert names.like_pairs(register) == []


def test_a_record_without_a_name_is_like_nobody() -> None:
    assert names.like_pairs([(1, ""), (2, " "), (3, "浦江精密仪表有限公司")]) == []
