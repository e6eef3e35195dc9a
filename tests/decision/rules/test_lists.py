"""What a list shows, in which order, under which hash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.editions import shipped
from zhiping.core import stated
from zhiping.core.definition.vocabulary import Shown
from zhiping.core.errors import RuleViolation
from zhiping.core.stated import Outcome
from zhiping.decision.rules import lists

QC = shipped("qc-circle/2022")
ONE = Outcome(
    application_id=1,
    number="T-1",
    title="提高地铁车门一次调试合格率",
    team="飞驰QC小组",
    organisation="申城轨道车辆维护有限公司",
    person="",
    recommender="申城集团",
    dimensions={"category": "problem_solving", "domain": "manufacturing"},
    level="excellent",
    members=("王小明", "李工"),
)
BETTER = replace(ONE, application_id=2, number="T-2", level="benchmark")
OTHER = replace(
    ONE, application_id=3, number="T-3", level="benchmark", dimensions={"category": "innovative", "domain": "sme"}
)


def test_groups_stand_in_the_editions_order_better_levels_first() -> None:
    assert [o.number for o in lists.in_order(QC, [OTHER, ONE, BETTER])] == ["T-2", "T-1", "T-3"]


def test_rows_count_their_lines_and_show_names_not_ids() -> None:
    [row] = lists.rows(QC, [ONE])

    assert (row["group"], row["level"], row["application"]) == ("制造", "excellent", 1)
    assert row["cells"] == [
        "1",
        "提高地铁车门一次调试合格率",
        "飞驰QC小组",
        "申城轨道车辆维护有限公司",
        "申城集团",
        "问题解决型",
        "制造",
        "优秀级",
    ]


def test_the_columns_are_the_editions_own() -> None:
    assert lists.columns(QC) == ["序号", "成果名称", "小组名称", "单位", "推荐单位", "类型", "领域", "级别"]
    assert lists.columns(QC.model_copy(update={"publication": None})) == []


def test_a_column_is_told_when_some_row_of_the_whole_list_says_something_in_it() -> None:
    nobody = lists.rows(QC, [replace(ONE, team="", recommender=""), replace(BETTER, recommender="")])

    assert lists.told(QC, nobody) == (0, 1, 2, 3, 5, 6, 7)
    assert lists.told(QC, nobody[1:]) == (0, 1, 3, 5, 6, 7)
    assert lists.told(QC, []) == (0, 1, 2, 3, 4, 5, 6, 7)
    assert lists.told(QC, [{**nobody[0], "cells": ["1", "题目"]}]) == (0, 1)


def test_a_line_is_cut_to_the_places_that_are_shown() -> None:
    assert lists.of_places(["1", "题目", "", "单位"], (0, 1, 3)) == ["1", "题目", "单位"]
    assert lists.of_places(["1", "题目"], (0, 1, 3)) == ["1", "题目"]


def test_without_a_publication_rule_rows_stand_by_level_and_number() -> None:
    bare = QC.model_copy(update={"publication": None})

    assert [(r["number"], r["cells"], r["group"]) for r in lists.rows(bare, [ONE, BETTER])] == [
        ("T-2", [], ""),
        ("T-1", [], ""),
    ]


def test_unknown_options_and_levels_stand_last_under_their_own_id() -> None:
    strange = replace(ONE, number="T-0", level="gold", dimensions={"domain": "space"})

    assert lists.in_order(QC, [strange, ONE]) == [ONE, strange]
    assert stated.shown(QC, strange, Shown.LEVEL) == "gold"
    assert stated.shown(QC, strange, Shown.DIMENSION, "domain") == "space"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (Shown.MEMBERS, "王小明、李工"),
        (Shown.YEAR, "2022年"),
        (Shown.PERSON, ""),
        (Shown.NUMBER, "T-1"),
        (Shown.CATEGORY, "问题解决型"),
        (Shown.DOMAIN, "制造"),
        (Shown.DIMENSION, ""),
    ],
)
def test_each_thing_shown_is_text(what: Shown, text: str) -> None:
    assert stated.shown(QC, ONE, what) == text


def test_the_hash_knows_every_cell_but_not_our_own_ids() -> None:
    rows = lists.rows(QC, [ONE, BETTER])
    same = lists.rows(QC, [replace(BETTER, application_id=9), ONE])

    assert lists.list_hash(QC.key, rows) == lists.list_hash(QC.key, same)
    assert lists.list_hash(QC.key, rows) != lists.list_hash(
        QC.key, lists.rows(QC, [replace(ONE, title="提高"), BETTER])
    )
    assert lists.list_hash(QC.key, rows) != lists.list_hash("qc-circle/2020", rows)


def test_counts_leave_out_levels_nobody_got() -> None:
    assert lists.counts(QC, lists.rows(QC, [ONE, BETTER, OTHER])) == [("标杆级", 2), ("优秀级", 1)]


def test_titles_do_not_say_evaluation_twice() -> None:
    assert lists.notice_title(shipped("excellence/2024")) == "2024年卓越管理创新成果评价结果公示"
    assert lists.publication_title(QC) == "关于公布2022年上海市质量管理小组活动评价结果的通知"


def test_english_pages_have_names_for_made_titles_where_the_edition_has_one() -> None:
    assert lists.english_titles(QC) == {
        "2022年上海市质量管理小组活动评价结果公示": "Public notice of the results: Shanghai Quality Control Circle Activity 2022",
        "关于公布2022年上海市质量管理小组活动评价结果的通知": "Results: Shanghai Quality Control Circle Activity 2022",
    }
    assert lists.english_titles(QC.model_copy(update={"title_en": ""})) == {}


def test_checks_refuse_with_their_codes() -> None:
    for code, refuse in {
        "list.changed": lambda: lists.check_same_list("a", "b"),
        "notice.empty": lambda: lists.check_not_empty([], "notice.empty"),
        "publication.same_person": lambda: lists.check_second_person(5, 5),
    }.items():
        with pytest.raises(RuleViolation) as refused:
            refuse()
        assert refused.value.code == code
    with pytest.raises(RuleViolation, match=r"publication\.same_person"):
        lists.check_second_person(None, 5)
    lists.check_same_list("a", "a")
    lists.check_not_empty([1], "notice.empty")
    lists.check_second_person(5, 6)
