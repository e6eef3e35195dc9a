"""What a certificate states."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.factories.editions import shipped
from zhiping.core.errors import RuleViolation
from zhiping.core.stated import Outcome
from zhiping.decision.rules import certificates

AT = datetime(2024, 11, 30, 16, 30, tzinfo=UTC)  # 1 December in Shanghai
EXCELLENCE, QC = shipped("excellence/2024"), shipped("qc-circle/2022")
OUTCOME = Outcome(
    application_id=7,
    number="T-7",
    title="“零缺陷”双循环质量管理模式",
    team="",
    organisation="申城轨道车辆维护有限公司",
    person="",
    recommender="市仪器仪表行业协会",
    dimensions={"category": "model"},
    level="benchmark",
)


def stated(**changes: object) -> dict[str, object]:
    return certificates.facts(EXCELLENCE, replace(OUTCOME, **changes), number_text="2024-E-B-0001", code="X", at=AT)  # type: ignore[arg-type]


def test_an_organisations_certificate_names_it_once() -> None:
    facts = stated()

    assert (facts["recipient"], facts["recipient_note"]) == ("申城轨道车辆维护有限公司", "")
    assert facts["facts"] == [["成果名称", "“零缺陷”双循环质量管理模式"], ["评价类别", "卓越质量管理模式(组织)"]]


def test_a_person_stands_before_the_unit() -> None:
    facts = stated(person="陈𬭚", dimensions={"category": "experience"})

    assert (facts["recipient"], facts["recipient_note"]) == ("陈𬭚", "申城轨道车辆维护有限公司")


def test_a_team_stands_before_its_unit_and_its_members_are_named() -> None:
    circle = replace(OUTCOME, team="晨光QC小组", members=("王小明", "李工"), dimensions={"category": "innovative"})

    facts = certificates.facts(QC, circle, number_text="n", code="X", at=AT)

    assert (facts["recipient"], facts["recipient_note"]) == ("晨光QC小组", "申城轨道车辆维护有限公司")
    assert ["小组成员", "王小明、李工"] in facts["facts"]


def test_the_statement_names_the_steps_this_edition_has_and_no_award() -> None:
    assert (
        certificates.statement(EXCELLENCE) == "在2024年卓越管理创新成果评价中，经推荐、形式审查、专家评审、审定与公示，"
    )
    assert "奖" not in str(stated())


def test_an_edition_without_stages_is_still_said_plainly() -> None:
    bare = QC.model_copy(update={"stages": ()})

    assert certificates.statement(bare) == "在2022年上海市质量管理小组活动成果评价中，经评价，"


def test_one_step_stands_alone() -> None:
    one = QC.model_copy(update={"stages": (QC.stage("approval"),)})

    assert certificates.statement(one) == "在2022年上海市质量管理小组活动成果评价中，经审定，"


def test_the_rules_of_use_of_article_19_stand_on_it_with_year_and_category() -> None:
    assert stated()["use"] == [
        "可在组织或个人形象宣传中使用，但需注明评价结果获得年度及成果类别；不得用于产品宣传，不得在产品或包装上进行标注。",
        "使用时注明：2024年，卓越质量管理模式(组织)。",
    ]


def test_an_edition_without_rules_of_use_prints_none() -> None:
    assert certificates.use_sentences(EXCELLENCE.model_copy(update={"certificate": None}), OUTCOME) == []


def test_without_a_certificate_rule_the_facts_are_bare() -> None:
    bare = EXCELLENCE.model_copy(update={"certificate": None})

    facts = certificates.facts(bare, OUTCOME, number_text="1", code="X", at=AT)

    assert (facts["title"], facts["facts"], certificates.series(bare, "benchmark")) == ("", [], "{serial}")


def test_the_date_is_the_day_in_shanghai() -> None:
    assert stated()["issued_on"] == "2024年12月1日"


def test_numbers_of_a_series_differ_only_in_their_serial() -> None:
    series = certificates.series(EXCELLENCE, "benchmark")

    assert (certificates.number(series, 7), certificates.number(series, 12345)) == ("2024-E-B-0007", "2024-E-B-12345")
    assert certificates.series(QC, "gold") == "2022-QC-GO-{serial}"


def test_any_change_of_the_facts_changes_the_hash() -> None:
    assert certificates.facts_hash(stated()) != certificates.facts_hash(stated(title="另一个题目"))
    assert certificates.facts_hash(stated()) == certificates.facts_hash(dict(reversed(stated().items())))


def test_an_edition_that_issues_none_is_refused() -> None:
    for none in (None, EXCELLENCE.certificate and EXCELLENCE.certificate.model_copy(update={"issued": False})):
        with pytest.raises(RuleViolation, match=r"certificate\.none_here"):
            certificates.check_issued_here(EXCELLENCE.model_copy(update={"certificate": none}))
    certificates.check_issued_here(EXCELLENCE)


def test_a_revocation_happens_once_and_with_a_reason() -> None:
    certificates.check_revocation("更名", revoked=False)
    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        certificates.check_revocation(" ", revoked=False)
    with pytest.raises(RuleViolation, match=r"certificate\.revoked_already"):
        certificates.check_revocation("更名", revoked=True)
