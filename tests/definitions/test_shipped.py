"""The shipped definitions say what the notices say, in both languages, and name no private person."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.core.definition.planting import SHIPPED, shipped
from zhiping.core.definition import lifecycle, loader
from zhiping.core.definition.base import Labelled
from zhiping.core.definition.check_references import walk
from zhiping.core.definition.reference import render
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import ChecklistTest
from zhiping.core.definition.when import When

REAL = ("qc-circle/2020", "qc-circle/2022", "site-management/2023", "excellence/2024", "performance-excellence/2018")
TEMPLATES = ("brand-building/2024", "trusted-team/2024", "user-satisfaction/2024")


def every_file() -> list[Path]:
    return [path for path in SHIPPED.rglob("*") if path.is_file()]


def test_five_real_editions_and_three_disabled_templates_are_shipped() -> None:
    enabled = {definition.key: definition.enabled for definition in loader.load_all(SHIPPED)}

    assert enabled == dict.fromkeys(REAL, True) | dict.fromkeys(TEMPLATES, False)


@pytest.mark.parametrize("key", REAL)
def test_a_frozen_edition_thaws_to_the_same_rules(key: str) -> None:
    definition = shipped(key)

    text, digest = loader.freeze(definition)

    assert loader.thaw(text) == definition
    assert loader.freeze(loader.thaw(text)) == (text, digest)


@pytest.mark.parametrize("key", REAL + TEMPLATES)
def test_the_english_is_complete(key: str) -> None:
    definition = shipped(key)
    missing = [
        f"{path}.{name}"
        for path, model in walk(definition, ())
        for name in type(model).model_fields
        if f"{name}_en" in type(model).model_fields and getattr(model, name) and not getattr(model, f"{name}_en")
    ]

    assert missing == []
    assert definition.texts_en.keys() == definition.texts.keys()
    assert isinstance(definition.levels, tuple)


@pytest.mark.parametrize("key", REAL)
def test_every_dimension_has_a_name(key: str) -> None:
    definition = shipped(key)

    assert set(definition.dimension_labels) == set(definition.dimensions)


def test_no_contact_person_telephone_or_mail_address_is_carried_over() -> None:
    private = re.compile(
        r"(?<!\d)021-\d{6}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{8}(?!\d)|@[a-z]+\.|联系人[:：]|联系电话[:：]"
    )
    found = [
        f"{path.relative_to(SHIPPED)}: {match[0]}"
        for path in every_file()
        if (match := private.search(path.read_text("utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize("key", REAL)
def test_mass_programmes_speak_of_evaluation_never_of_prizes(key: str) -> None:
    definition = shipped(key)
    labels = [model.label for _, model in walk(definition, ()) if isinstance(model, Labelled)]
    # The official form of excellence-2024 asks for awards of the last three years in these words.
    prizes = [
        label
        for label in labels
        if re.search("获奖|评奖|表彰", label) and "近三年" not in label and label not in ("获奖名称", "获奖时间")
    ]

    assert (prizes == []) is (definition.wording == "evaluation")


def test_the_vocabulary_page_is_current() -> None:
    assert (SHIPPED / "_vocabulary.md").read_text("utf-8") == render(), "run: zhiping documents"


def stage_window(definition: Definition, stage: str) -> tuple[datetime | None, datetime | None]:
    return definition.stage(stage).window()


def test_qc_2020_closes_at_22_on_12_july_and_forwards_by_15_september() -> None:
    definition = shipped("qc-circle/2020")
    closes = datetime(2020, 7, 12, 14, 0, tzinfo=UTC)

    assert stage_window(definition, "apply") == (datetime(2020, 6, 27, 16, tzinfo=UTC), closes)
    assert stage_window(definition, "recommend")[1] == closes
    assert not definition.stage("apply").is_open(closes)
    assert definition.forwarding[0].by == When(at="..2020-09-15", text="9月15日前")


def test_excellence_2024_closes_at_15_on_23_august_with_seven_days_of_notice() -> None:
    definition = shipped("excellence/2024")

    assert stage_window(definition, "apply")[1] == datetime(2024, 8, 23, 7, 0, tzinfo=UTC)
    assert definition.stage("notice").days == 7
    assert definition.notice is not None
    assert (definition.notice.days, definition.notice.days_source) == (7, "rules#第十三条")
    assert [rule.source for rule in definition.certificate.use] == ["rules#第十九条"] * 2  # type: ignore[union-attr]


ORGANISATION = [
    "组织名称",
    "注册地址",
    "邮政编码(注册地址)",
    "通讯地址",
    "邮政编码(通讯地址)",
    "组织性质",
    "市场主体类型",
    "所属行业",
    "所属产业",
    "组织规模",
    "是否属于“专精特新”中小企业",
    "填报人姓名",
    "部门(职务)",
    "联系手机",
    "电子邮件",
]
REPORT = ["成果标题", "组织概述", "成果内容", "管理成效"]
PERSON = [
    "姓名",
    "身份证号",
    "照片",
    "性别",
    "政治面貌",
    "职称/技能",
    "学历/学位",
    "所在部门",
    "职务",
    "工作年限",
    "现岗位工作年限",
    "联系电话",
    "电子邮件",
    "申报人所在岗位及工作经历",
    "申报人近三年成果/荣誉情况(市级及以上)",
]


def test_the_organisation_form_of_excellence_2024_is_annex_2_field_by_field() -> None:
    form = shipped("excellence/2024").form_for({"category": "practice"})

    labels = [field.label for field in form.fields()]

    assert labels == [*ORGANISATION, "质量改进与创新活动", "近三年获奖情况", *REPORT]
    assert [c.label for c in form.field("activities").columns] == ["质量改进创新活动名称", "评价结果"]
    assert [c.label for c in form.field("awards").columns] == ["获奖名称", "获奖时间", "授奖部门"]
    assert [form.field(name).max_chars for name in ("title", "overview", "content", "effect")] == [30, 2000, 8000, None]
    assert [opinion.label for opinion in form.opinions] == ["本单位推荐意见", "上级单位推荐意见"]


def test_the_personal_form_of_excellence_2024_is_annex_3_field_by_field() -> None:
    form = shipped("excellence/2024").form_for({"category": "experience"})

    labels = [field.label for field in form.fields()]

    assert labels == [*ORGANISATION, *PERSON, *REPORT]
    assert [form.field(name).max_chars for name in ("title", "overview", "content", "effect")] == [30, 2000, 5000, None]
    assert [f.id for f in form.fields() if f.private] == [
        "filler_mobile",
        "filler_email",
        "id_number",
        "photo",
        "political_status",
        "phone",
        "email",
    ]


def test_both_forms_offer_the_official_choices() -> None:
    definition = shipped("excellence/2024")
    forms = [definition.form_for({"category": category}) for category in ("model", "practice", "experience")]
    sectors = [[len(group.options) for group in form.field("sectors").groups] for form in forms]
    natures = [option.label for option in forms[2].field("nature").options]

    assert sectors == [[3, 6, 12]] * 3
    assert natures == ["机关", "参公单位", "事业单位", "市场主体", "社会组织", "其他"]
    assert [len(forms[0].field(name).choices) for name in ("entity_kind", "industry", "size")] == [5, 6, 3]


def test_articles_5_and_6_are_there_line_by_line() -> None:
    rules = [rule.source for rule in shipped("excellence/2024").eligibility]

    assert rules == [
        *(f"rules#第五条({n})" for n in "一一二三四四五六"),
        *(f"rules#第六条({n})" for n in "一二二三四"),
    ]


@pytest.mark.parametrize(
    ("key", "cards"),
    [
        ("site-management/2023", ["site_check", "site_management"]),
        ("excellence/2024", ["excellence_experience", "excellence_model", "excellence_practice", "excellence_site"]),
    ],
)
def test_cards_that_no_notice_publishes_are_marked_as_defaults(key: str, cards: list[str]) -> None:
    scorecards = shipped(key).scorecards

    assert sorted(name for name, card in scorecards.items() if card.is_default) == cards


@pytest.mark.parametrize("key", ["qc-circle/2020", "qc-circle/2022"])
def test_qc_cards_carry_the_weights_of_the_standard(key: str) -> None:
    cards = shipped(key).scorecards
    points = {name: [item.points for item in card.items] for name, card in cards.items()}

    assert points == {
        "qc_problem_solving": [Decimal(n) for n in (15, 30, 20, 20, 5, 10)],
        "qc_innovative": [Decimal(n) for n in (20, 30, 20, 15, 5, 10)],
    }
    assert all(item.guidance and item.guidance_en for card in cards.values() for item in card.items)


@pytest.mark.parametrize("key", REAL)
def test_every_state_of_a_shipped_journey_can_be_left_or_is_an_end(key: str) -> None:
    graph = lifecycle.graph_of(shipped(key))

    assert [state for state in graph.states if not graph.events_from(state) and not graph.is_end(state)] == []


def test_performance_2018_carries_three_kinds_of_entry() -> None:
    definition = shipped("performance-excellence/2018")

    assert [option.label for option in definition.dimensions["category"]] == [
        "上海市质量管理奖",
        "上海市质量管理卓越项目奖",
        "年度现场管理评价",
    ]
    assert definition.applicant_kinds({"category": "project_award"}) == ("team",)


@pytest.mark.parametrize("key", REAL)
def test_the_machine_checks_every_kind_of_thing_that_the_formal_check_is_asked_for(key: str) -> None:
    definition = shipped(key)
    wanted = set(ChecklistTest) - {ChecklistTest.MANUAL} - (set() if definition.quotas else {ChecklistTest.QUOTA_KEPT})

    assert {item.test for item in definition.screening} - {ChecklistTest.MANUAL} == wanted


@pytest.mark.parametrize("key", REAL)
def test_every_edition_has_usual_wordings_of_findings_which_no_notice_gave(key: str) -> None:
    assert len(shipped(key).finding_texts) >= 6
    assert {text.source for text in shipped(key).finding_texts} == {"default"}
