"""What lists and certificates say of an outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.definition.planting import shipped

from zhiping.core import stated
from zhiping.core.definition.vocabulary import Shown
from zhiping.core.stated import Outcome

QC = shipped("qc-circle/2022")
OUTCOME = Outcome(
    application_id=1,
    number="QC-2022-0001",
    title="提高差压变送器一次校验合格率",
    team="晨光QC小组",
    organisation="浦江精密仪表有限公司",
    person="",
    recommender="市仪器仪表行业协会",
    dimensions={"category": "innovative", "domain": "sme"},
    level=QC.levels[0].id,
    members=("陈思远", "林一"),
)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (Shown.TITLE, "提高差压变送器一次校验合格率"),
        (Shown.MEMBERS, "陈思远、林一"),
        (Shown.LEVEL, QC.levels[0].label),
        (Shown.YEAR, f"{QC.edition}年"),
        (Shown.CATEGORY, "创新型"),
    ],
)
def test_each_thing_is_said_as_lists_print_it(what: Shown, said: str) -> None:
    assert stated.shown(QC, OUTCOME, what) == said


def test_a_named_dimension_is_asked_for_by_its_name() -> None:
    assert stated.shown(QC, OUTCOME, Shown.DIMENSION, "domain") == stated.label_of(QC, "domain", "sme")


def test_what_the_edition_lost_stands_as_its_id() -> None:
    assert stated.label_of(QC, "category", "forgotten") == "forgotten"
    assert stated.label_of(QC, "nowhere", "x") == "x"
    assert stated.level_label(QC, "forgotten") == "forgotten"
    assert stated.level_label(QC, "") == ""


def test_names_of_members_come_from_whatever_a_form_holds() -> None:
    assert stated.member_names([{"name": "陈思远"}, {"name": ""}, "nobody", {}]) == ("陈思远",)
    assert stated.member_names("none") == ()


def test_a_certificate_names_team_person_or_unit_and_says_nothing_twice() -> None:
    person = replace(OUTCOME, team="", person="陈思远")
    unit = replace(OUTCOME, team="")

    assert stated.on_certificate(QC, OUTCOME)[:2] == ("晨光QC小组", "浦江精密仪表有限公司")
    assert stated.on_certificate(QC, person)[:2] == ("陈思远", "浦江精密仪表有限公司")
    assert stated.on_certificate(QC, unit)[:2] == ("浦江精密仪表有限公司", "")
    for outcome in (OUTCOME, person, unit):
        recipient, note, lines = stated.on_certificate(QC, outcome)
        assert {recipient, note}.isdisjoint(text for _caption, text in lines)
    assert ("成果名称", OUTCOME.title) in stated.on_certificate(QC, OUTCOME)[2]
    assert stated._caption(QC, Shown.CATEGORY) == "课题类型"


def test_an_edition_without_a_certificate_names_only_the_recipient() -> None:
    bare = QC.model_copy(update={"certificate": None, "dimension_labels": {}})

    assert stated.on_certificate(bare, OUTCOME) == ("晨光QC小组", "浦江精密仪表有限公司", [])
    assert stated._caption(bare, Shown.CATEGORY) == "类别"


def test_a_level_is_named_in_english_or_in_chinese_where_it_has_no_english() -> None:
    first = QC.levels[0].model_copy(update={"label_en": "Benchmark"})
    second = QC.levels[1].model_copy(update={"label_en": ""})
    named = QC.model_copy(update={"levels": (first, second)})

    assert stated.level_label_en(named, first.id) == "Benchmark"
    assert stated.level_label_en(named, second.id) == second.label
    assert stated.level_label_en(named, "forgotten") == "forgotten"
