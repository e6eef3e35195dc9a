"""The statistics table: rates computed, contradictions refused, what is unusual explained."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender, shipped
from tests.factories.people import make_organisation
from zhiping.core.definition.statistics import StatisticsTable
from zhiping.core.errors import RuleViolations
from zhiping.programmes.models import Edition
from zhiping.recommendation import actions
from zhiping.recommendation.rules import statistics

FIGURES = {name: Decimal(number) for name, number in opinions.FIGURES.items()}
AT = opinions.RECOMMENDING["qc-circle/2020"]


def _table() -> StatisticsTable:
    asked = shipped("qc-circle/2020").route.preconditions[1].table
    assert asked is not None
    return asked


def _faults(**change: str | None) -> list[tuple[str, object]]:
    figures = FIGURES | {name: Decimal(text) for name, text in change.items() if text is not None}
    for name in [name for name, text in change.items() if text is None]:
        del figures[name]
    return [(fault.code, fault.facts["figure"]) for fault in statistics.faults(_table(), figures)]


def _doubts(before: dict[str, Decimal] | None = None, **change: str) -> list[tuple[str, ...]]:
    figures = FIGURES | {name: Decimal(text) for name, text in change.items()}
    found = statistics.doubts(_table(), figures, before)
    return [(doubt.code, str(doubt.facts.get("figure") or doubt.facts.get("rate"))) for doubt in found]


def test_rates_are_computed_from_the_figures() -> None:
    found = {one.rate.label: one.percent for one in statistics.rates(_table(), FIGURES)}

    assert found == {"普及率": Decimal("32.5"), "活动率": Decimal("90.0"), "成果率": Decimal("50.0")}


def test_what_cannot_be_divided_has_no_rate_and_is_not_doubted() -> None:
    nothing = dict.fromkeys(FIGURES, Decimal(0))

    assert [one.percent for one in statistics.rates(_table(), nothing)] == [None] * 3
    assert statistics.doubts(_table(), nothing, None) == []
    assert statistics.rates(_table(), {})[0].percent is None


def test_a_sound_table_has_neither_faults_nor_doubts() -> None:
    assert (_faults(), _doubts()) == ([], [])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"benefit": None}, ("statistics.missing", "直接经济效益")),
        ({"trained": "-1"}, ("statistics.negative", "参加培训人数")),
        ({"suggestions": "1000000000000"}, ("statistics.too_large", "合理化建议数")),
        ({"promoters": "9.5"}, ("statistics.too_fine", "具有中国质协推进者资格人数")),
        ({"benefit": "560.125"}, ("statistics.too_fine", "直接经济效益")),
        ({"active": "81"}, ("statistics.contradicts", "本年开展活动小组数")),
        ({"participants": "4001"}, ("statistics.contradicts", "参加小组活动人数")),
    ],
)
def test_a_table_that_cannot_be_is_refused(change: dict[str, str | None], fault: tuple[str, object]) -> None:
    assert _faults(**change) == [fault]


def test_every_fault_is_told_at_once() -> None:
    assert [code for code, _figure in _faults(companies=None, employees="-1", active="90")] == [
        "statistics.missing",
        "statistics.negative",
        "statistics.contradicts",
        "statistics.contradicts",
        "statistics.contradicts",
    ]


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"trained": "4001"}, ("statistics.rarely_above", "参加培训人数")),
        ({"participants": "37"}, ("statistics.unusual_rate", "普及率")),
        ({"outcomes": "3"}, ("statistics.unusual_rate", "成果率")),
    ],
)
def test_what_is_unusual_is_doubted(change: dict[str, str], doubt: tuple[str, str]) -> None:
    assert _doubts(**change) == [doubt]


def test_the_ends_of_what_is_usual_are_usual() -> None:
    assert _doubts(participants="40", outcomes="4") == []
    assert _doubts(registered="80", active="80", outcomes="80") == []


def test_a_rate_above_its_usual_range_says_the_range() -> None:
    doubts = statistics.doubts(_table(), FIGURES | {"outcomes": Decimal(81)}, None)

    assert [(d.code, d.facts.get("usual")) for d in doubts] == [
        ("statistics.rarely_above", None),
        ("statistics.unusual_rate", "5%–100%"),
    ]


def test_a_range_may_have_only_an_upper_end() -> None:
    table = _table()
    capped = table.rates[0].model_copy(update={"at_least": None, "at_most": Decimal(30)})

    doubts = statistics.doubts(table.model_copy(update={"rates": (capped,)}), FIGURES, None)

    assert [(d.code, d.facts["usual"]) for d in doubts] == [("statistics.unusual_rate", "≤ 30%")]


def test_a_leap_from_last_year_is_doubted_and_three_times_as_much_is_not() -> None:
    before = FIGURES | {"suggestions": Decimal(100), "companies": Decimal(4), "benefit": Decimal(0)}

    assert _doubts(before) == [("statistics.unusual_change", "合理化建议数")]
    assert _doubts(before, suggestions="300") == []


def test_without_a_rule_no_change_is_doubted() -> None:
    table = _table().model_copy(update={"change": None})

    assert statistics.doubts(table, FIGURES, FIGURES | {"suggestions": Decimal(1)}) == []


def test_tables_add_up_figure_by_figure() -> None:
    found = statistics.total(_table(), [FIGURES, FIGURES, {"companies": Decimal(1)}])

    assert (found["companies"], found["active"], found["benefit"]) == (25, 144, 1120)


def _hand_in(edition: Edition, unit: object, figures: dict[str, Decimal], remark: str = "") -> None:
    recommender = make_recommender(edition, unit)  # type: ignore[arg-type]
    actions.hand_in_precondition(
        recommender_id=recommender.pk,
        kind="statistics_table",
        figures=figures,
        remark=remark,
        by=opinions.officer_of(recommender),
        at=AT,
    )


@pytest.mark.django_db
def test_last_years_table_of_the_same_unit_is_what_this_years_is_compared_with() -> None:
    unit = make_organisation("市仪器仪表行业协会")
    before, later = make_edition("qc-circle/2020"), make_edition("qc-circle/2022")
    Edition.objects.filter(pk=before.pk).update(year=2021)
    _hand_in(before, unit, FIGURES | {"companies": Decimal(2)})

    with pytest.raises(RuleViolations) as doubted:
        _hand_in(later, unit, FIGURES)

    (violation,) = doubted.value.violations
    assert (violation.code, violation.facts["before"]) == ("statistics.unusual_change", Decimal(2))
