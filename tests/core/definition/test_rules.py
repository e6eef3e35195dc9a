"""Eligibility, routes, quotas and conditions over plain facts."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.core.definition.planting import shipped

from zhiping.core.definition import eligibility, limits, routes
from zhiping.core.definition.base import Test, holds, years_between
from zhiping.core.definition.eligibility import Finding
from zhiping.core.definition.entry import EligibilityRule
from zhiping.core.definition.schema import Definition, Stage
from zhiping.core.definition.vocabulary import Confirmation, Party, QuotaMoment, Severity
from zhiping.core.errors import RuleViolation

TESTS = [
    ("a", "a", True),
    (["a", "b"], "b", True),
    (["a", "b"], ["c", "b"], True),
    ("a", None, False),
    (True, True, True),
    (True, False, False),
    ({"none_of": ["a"]}, "b", True),
    ({"none_of": ["a"]}, "a", False),
    ({"none_of": ["a"]}, None, True),
    ({"at_least": "3"}, 3, True),
    ({"at_least": "3"}, Decimal("2.9"), False),
    ({"at_least": "3"}, "many", False),
    ({"at_most": "3"}, 4, False),
    ({"at_most": "3"}, 3, True),
    ({"filled": True}, "x", True),
    ({"filled": True}, "", False),
    ({"filled": False}, None, True),
    ({"filled": False}, "x", False),
]


@pytest.mark.parametrize(("written", "fact", "met"), TESTS)
def test_a_condition_is_met_by_facts(written: Any, fact: object, met: bool) -> None:
    test = Test.model_validate_json(json.dumps(written))

    assert holds({"x": test}, {"x": fact}) is met


def test_no_condition_always_holds() -> None:
    assert holds(None, {})
    assert holds({}, {})


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        (date(2021, 8, 1), date(2024, 8, 1), 3),
        (date(2021, 8, 2), date(2024, 8, 1), 2),
        (date(2020, 2, 29), date(2023, 2, 28), 2),
        (date(2020, 2, 29), date(2023, 3, 1), 3),
    ],
)
def test_full_years_are_counted(earlier: date, later: date, years: int) -> None:
    assert years_between(earlier, later) == years


def with_rule(**rule: Any) -> Definition:
    data = {"id": "r", "label": "条件", "asked": "register", "severity": "refuse", "source": "一", **rule}
    written = EligibilityRule.model_validate_json(json.dumps(data))
    return shipped("qc-circle/2022").model_copy(update={"eligibility": (written,)})


YEARS = {"test": "years_at_least", "fact": "organisation.founded_on", "years": 3}
WITHIN = {"test": "within_years", "fact": "activity.last_on", "years": 2}
ON = date(2024, 8, 1)


@pytest.mark.parametrize(
    ("rule", "facts", "met"),
    [
        ({"test": "confirmed"}, {"confirmed": {"r": True}}, True),
        ({"test": "confirmed"}, {"confirmed": {"r": False}}, False),
        ({"test": "confirmed"}, {"confirmed": {}}, None),
        ({"test": "confirmed"}, {}, None),
        ({"test": "file_given", "file": "report"}, {"files": ["report"]}, True),
        ({"test": "file_given", "file": "report"}, {"files": []}, False),
        ({"test": "file_given", "file": "report"}, {}, False),
        ({"test": "fact_is", "fact": "organisation.region", "must_be": ["shanghai"]}, {"organisation.region": "shanghai"}, True),
        ({"test": "fact_is", "fact": "organisation.region", "must_be": ["shanghai"]}, {"organisation.region": "x"}, False),
        ({"test": "fact_is", "fact": "organisation.region", "must_be": ["shanghai"]}, {}, None),
        (YEARS, {"organisation.founded_on": date(2021, 8, 1), "on": ON}, True),
        (YEARS, {"organisation.founded_on": date(2021, 8, 2), "on": ON}, False),
        (YEARS, {"organisation.founded_on": 3}, True),
        (YEARS, {"organisation.founded_on": "long ago"}, False),
        (WITHIN, {"activity.last_on": date(2022, 8, 1), "on": ON}, True),
        (WITHIN, {"activity.last_on": date(2022, 7, 31), "on": ON}, False),
        (WITHIN, {"activity.last_on": date(2024, 8, 2), "on": ON}, False),
        (WITHIN, {"activity.last_on": "lately", "on": ON}, False),
        ({"test": "confirmed", "when": {"category": "innovative"}}, {"category": "problem_solving"}, True),
    ],
)  # fmt: skip
def test_a_condition_of_applying_is_tested(rule: dict[str, Any], facts: dict[str, object], met: bool | None) -> None:
    expected = [] if met else [Finding("r", "eligibility.r", Severity.REFUSE, "一", "条件", answered=met is False)]

    assert eligibility.check(with_rule(**rule), facts) == expected


def test_ways_name_who_must_agree_and_whether_recommending_is_passed_by() -> None:
    ways = routes.open_ways(shipped("qc-circle/2020"), {"organisation.member": True, "recommender.available": False})

    assert [(way.id, way.needs, way.skips_recommendation) for way in ways] == [
        ("recommender", Confirmation.NONE, False),
        ("direct.member", Confirmation.OFFICE_APPROVAL, True),
    ]


def test_a_way_that_is_not_open_is_refused_with_its_clause() -> None:
    with pytest.raises(RuleViolation) as refused:
        routes.way(shipped("qc-circle/2022"), "virtual", {"organisation.member": False})

    assert (refused.value.code, refused.value.facts["source"]) == ("route.not_open", "二.3(2)")


def test_only_direct_ways_pass_by_the_recommending_stage() -> None:
    definition = shipped("excellence/2024")

    assert routes.skipped_stages(definition, "direct.private") == ("recommend",)
    assert routes.skipped_stages(definition, "virtual") == ()


def test_quotas_become_plain_limits() -> None:
    limit = limits.limits_at(shipped("qc-circle/2022"), QuotaMoment.SUBMIT)[0]

    assert (limit.id, limit.at_most, limit.per, limit.source) == ("two_per_unit", 2, ("organisation",), "三.2")
    assert limit.unless == {"recommender.flag:co_creation"}
    assert limits.limits_at(shipped("qc-circle/2022"), QuotaMoment.RECOMMEND) == ()


def test_facts_become_flags() -> None:
    facts = {"recommender.flag": ["co_creation", "old"], "organisation.member": True, "organisation.size": "large"}

    assert limits.flags_of(facts) == {
        "recommender.flag:co_creation",
        "recommender.flag:old",
        "organisation.member:true",
        "organisation.size:large",
    }


def test_a_party_may_have_its_own_closing_time() -> None:
    data = {
        "id": "apply", "kind": "application", "label": "申报", "source": "一", "opens": "2024-06", "closes": "2024-07",
        "closes_for": [{"who": "unit", "closes": "2024-08", "source": "二"}],
    }  # fmt: skip
    stage = Stage.model_validate_json(json.dumps(data))

    assert stage.window(Party.UNIT)[1] != stage.window()[1]
    assert stage.window(Party.EXPERT) == stage.window()
    assert Stage.model_validate_json(json.dumps(data | {"opens": None, "closes": None, "closes_for": []})).window() == (
        None,
        None,
    )


def test_a_definition_finds_its_parts() -> None:
    definition = shipped("excellence/2024")

    assert [rule.id for rule in definition.files_for({"category": "experience"}, "apply")] == [
        "evidence",
        "report_annex",
        "endorsement_sheet",
    ]
    assert "recommendation_sheet" in [rule.id for rule in definition.files_for({"category": "model"})]
    assert definition.applicant_kinds({"category": "experience"}) == ("person",)
    assert shipped("qc-circle/2022").applicant_kinds({"category": "innovative"}) == ("team",)
    assert definition.applicants.is_default is False
    with pytest.raises(KeyError):
        definition.stage("nowhere")
    with pytest.raises(KeyError):
        definition.form_for({"category": "none"})
