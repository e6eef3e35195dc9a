"""Merging: every published total follows from the marks by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core.scoring import merging
from zhiping.core.scoring.merging import Merged, Rule, Total
from zhiping.core.scoring.rounding import round_points

points = st.integers(0, 20_000).map(lambda hundredths: Decimal(hundredths) / 100)


def totals(*values: str | None) -> list[Total]:
    return [Total(number, None if value is None else Decimal(value)) for number, value in enumerate(values, start=1)]


def standings(merged: Merged) -> list[str]:
    return [mark.standing for mark in merged.marks]


@pytest.mark.parametrize(
    ("rule", "values", "result"),
    [
        ("mean", ["80", "85", "91"], "85.33"),
        ("mean", ["80.01", "80.02"], "80.02"),
        ("mean", ["80"], "80.00"),
        ("mean_drop_extremes", ["60", "80", "85", "91", "100"], "85.33"),
        ("mean_drop_extremes", ["60", "80", "85", "91"], "79.00"),
        ("median", ["60", "91", "85"], "85.00"),
        ("median", ["60", "91", "85", "85.01"], "85.01"),
    ],
)
def test_rules_merge_by_their_formula_and_round_half_up(rule: Rule, values: list[str], result: str) -> None:
    assert merging.merge(totals(*values), rule).points == Decimal(result)


def test_five_experts_lose_one_lowest_and_one_highest() -> None:
    merged = merging.merge(totals("90", "70", "85", "99", "80"), "mean_drop_extremes")

    assert standings(merged) == ["kept", "dropped_low", "kept", "dropped_high", "kept"]
    assert (merged.points, merged.raw_mean, merged.spread) == (Decimal("85.00"), Decimal("84.80"), Decimal(29))


def test_three_experts_are_trimmed_only_if_the_rulebook_asks_for_it() -> None:
    assert standings(merging.merge(totals("1", "2", "9"), "mean_drop_extremes")) == ["kept"] * 3
    assert merging.merge(totals("1", "2", "9"), "mean_drop_extremes", drop_from=3).points == Decimal(2)


def test_equal_totals_lose_two_different_experts() -> None:
    merged = merging.merge(totals("80", "80", "80", "80", "80"), "mean_drop_extremes")

    assert standings(merged) == ["dropped_low", "dropped_high", "kept", "kept", "kept"]
    assert merged.points == Decimal(80)


def test_recused_and_missing_totals_never_count() -> None:
    given_totals = [*totals("90", None, "80", "70", "60", "50"), Total(9, Decimal(0), excluded=True)]

    merged = merging.merge(given_totals, "mean_drop_extremes")

    assert standings(merged) == ["dropped_high", "missing", "kept", "kept", "kept", "dropped_low", "excluded"]
    assert (merged.points, merged.raw_mean, merged.valid_count) == (Decimal(70), Decimal(70), 5)
    assert merged.spread == Decimal(40)


def test_nothing_valid_merges_to_nothing() -> None:
    merged = merging.merge([Total(1, None), Total(2, Decimal(80), excluded=True)], "median")

    assert (merged.points, merged.raw_mean, merged.spread, merged.valid_count) == (None, None, None, 0)


def test_adjusted_total_is_the_mean_of_total_plus_severity_and_the_raw_mean_stands_beside_it() -> None:
    severities = {1: Decimal("4.2500"), 2: Decimal("-1.0000")}

    merged = merging.merge(totals("80", "85", "90"), "rater_adjusted", severities=severities)

    assert [mark.counted for mark in merged.marks] == [Decimal("84.25"), Decimal(84), Decimal(90)]
    assert (merged.points, merged.raw_mean) == (Decimal("86.08"), Decimal("85.00"))


def test_severities_do_not_leak_into_another_rule() -> None:
    assert merging.merge(totals("80"), "mean", severities={1: Decimal(9)}).points == Decimal(80)


@pytest.mark.parametrize(
    ("given_totals", "rule", "drop_from", "match"),
    [
        ([Total(1, Decimal(1)), Total(1, Decimal(2))], "mean", 5, "more than one total"),
        ([], "mean_drop_extremes", 2, "at least 3"),
        ([], "rater_adjusted", 5, "needs the experts' severities"),
    ],
)
def test_senseless_requests_are_refused(given_totals: list[Total], rule: Rule, drop_from: int, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        merging.merge(given_totals, rule, drop_from=drop_from)


@given(values=st.lists(points, min_size=1, max_size=12), rule=st.sampled_from(["mean", "mean_drop_extremes"]))
def test_published_marks_reproduce_the_total(values: list[Decimal], rule: Rule) -> None:
    merged = merging.merge([Total(n, value) for n, value in enumerate(values)], rule)

    kept = [mark.counted for mark in merged.marks if mark.standing == "kept" and mark.counted is not None]
    by_hand = (sum(kept, Decimal(0)) / len(kept)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    assert merged.points == by_hand
    assert len(values) - len(kept) == (2 if rule == "mean_drop_extremes" and len(values) >= 5 else 0)
    assert min(values) <= by_hand <= max(values)


@given(values=st.lists(points, min_size=1, max_size=9), rule=st.sampled_from(["mean", "mean_drop_extremes", "median"]))
def test_order_of_hand_in_does_not_matter(values: list[Decimal], rule: Rule) -> None:
    given_totals = [Total(n, value) for n, value in enumerate(values)]

    assert merging.merge(given_totals[::-1], rule) == merging.merge(given_totals, rule)


def test_rounds_are_weighted_in_any_unit() -> None:
    scores = {"desk": Decimal("81.25"), "on_site": Decimal("90.10"), "unused": Decimal(1)}

    for weights in ({"desk": 40, "on_site": 60}, {"desk": "0.4", "on_site": "0.6"}):
        assert merging.combine_rounds(scores, {k: Decimal(v) for k, v in weights.items()}) == Decimal("86.56")


@pytest.mark.parametrize("weights", [{}, {"desk": Decimal(0)}])
def test_rounds_need_positive_weights(weights: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match="positive weight"):
        merging.combine_rounds({"desk": Decimal(80)}, weights)


def test_round_without_score_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="no score for defence"):
        merging.combine_rounds({"desk": Decimal(80)}, {"desk": Decimal(1), "defence": Decimal(1)})


def test_parts_add_up() -> None:
    assert merging.combine_parts({"desk": Decimal("33.335"), "defence": Decimal("51.33")}) == Decimal("84.67")


@pytest.mark.parametrize(("raw", "rounded"), [("84.665", "84.67"), ("84.6649", "84.66"), ("-0.005", "-0.01")])
def test_rounding_is_half_up(raw: str, rounded: str) -> None:
    assert round_points(Decimal(raw)) == Decimal(rounded)
