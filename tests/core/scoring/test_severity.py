"""Severity: planted severities are found, and the arithmetic agrees with the textbook's dense one."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiping.core.scoring import severity
from zhiping.core.scoring.severity import Marks, Severities


def season(applications: int, experts: int, each: int, seed: int) -> tuple[Marks, list[float], list[float]]:
    """Return simulated marks with the merits and the leniencies that were planted in them."""
    random = np.random.default_rng(seed)
    merit = random.normal(80, 6, applications)
    leniency = random.normal(0, 4, experts)
    marks = {
        application: {
            int(expert): Decimal(str(round(merit[application] + leniency[expert] + random.normal(0, 4), 2)))
            for expert in random.choice(experts, each, replace=False)
        }
        for application in range(applications)
    }
    return marks, list(merit), list(leniency)


def adjusted_means(marks: Marks, result: Severities) -> list[float]:
    return [
        float(np.mean([float(given + result.by_expert[expert]) for expert, given in marks[application].items()]))
        for application in sorted(marks)
    ]


def dense(marks: Marks, variances: tuple[float, float, float]) -> tuple[list[float], float]:
    """Return expert effects and minus twice the restricted log-likelihood, straight from the covariance matrix."""
    cells = [(a, e, float(p)) for a, given in marks.items() for e, p in given.items()]
    rows, columns = (np.array([cell[i] for cell in cells]) for i in (0, 1))
    values, ones = np.array([cell[2] for cell in cells]), np.ones((len(cells), 1))
    same_row, same_column = (np.equal.outer(labels, labels).astype(float) for labels in (rows, columns))
    cover = variances[0] * same_row + variances[1] * same_column + variances[2] * np.eye(len(cells))
    inverse = np.linalg.inv(cover)
    information = ones.T @ inverse @ ones
    residual = values - (ones @ np.linalg.solve(information, ones.T @ inverse @ values))
    likelihood = np.linalg.slogdet(cover)[1] + np.linalg.slogdet(information)[1] + residual @ inverse @ residual
    effects = [variances[1] * float((columns == e) @ inverse @ residual) for e in sorted(set(columns))]
    return effects, float(likelihood)


def test_planted_severities_are_found_and_adjusting_brings_totals_nearer_to_merit() -> None:
    marks, merit, leniency = season(120, 20, 3, seed=1)

    result = severity.estimate(marks)

    found = [float(result.by_expert[expert]) for expert in range(20)]
    raw = [float(np.mean([float(p) for p in marks[a].values()])) for a in range(120)]
    assert result.linked
    assert -np.corrcoef(found, leniency)[0, 1] > 0.95
    assert np.corrcoef(adjusted_means(marks, result), merit)[0, 1] > np.corrcoef(raw, merit)[0, 1] + 0.02


def test_estimate_is_the_dense_blup_at_the_restricted_likelihoods_top() -> None:
    marks, _, _ = season(30, 8, 3, seed=4)

    result = severity.estimate(marks)

    assert result.application_variance
    assert result.expert_variance
    assert result.error_variance
    found = (float(result.application_variance), float(result.expert_variance), float(result.error_variance))
    effects, likelihood = dense(marks, found)
    assert [float(result.by_expert[e]) for e in range(8)] == pytest.approx([-e for e in effects], abs=2e-4)
    for place in range(3):
        for factor in (0.9, 1.1):
            moved = tuple(v * factor if i == place else v for i, v in enumerate(found))
            assert dense(marks, (moved[0], moved[1], moved[2]))[1] > likelihood


def test_every_expert_giving_the_same_marks_is_neither_severe_nor_lenient() -> None:
    marks = {a: {e: Decimal(70 + a) for e in range(4)} for a in range(6)}

    assert set(severity.estimate(marks).by_expert.values()) == {Decimal(0)}


def test_constant_marks_need_no_model() -> None:
    result = severity.estimate({a: {e: Decimal(80) for e in range(3)} for a in range(3)})

    assert set(result.by_expert.values()) == {Decimal(0)}
    assert result.error_variance is None


def test_expert_five_points_stricter_everywhere_is_given_about_five_points_more() -> None:
    marks = {a: {e: Decimal(70 + 3 * a - (5 if e == 0 else 0)) for e in range(4)} for a in range(8)}

    result = severity.estimate(marks)

    difference = result.by_expert[0] - result.by_expert[1]
    assert Decimal("4.9") < difference <= Decimal(5)
    assert result.by_expert[1] == result.by_expert[2] == result.by_expert[3]


@pytest.mark.parametrize(
    "marks",
    [
        {},
        {1: {}},
        {1: {1: Decimal(80), 2: Decimal(60), 3: Decimal(70)}},
        {1: {1: Decimal(80)}, 2: {1: Decimal(70)}, 3: {1: Decimal(60)}},
        {1: {1: Decimal(80), 2: Decimal(60)}, 2: {2: Decimal(70), 3: Decimal(50)}},
    ],
    ids=["nothing", "no marks", "one application", "one expert", "bare chain"],
)
def test_marks_that_cannot_tell_expert_from_application_leave_severity_at_zero(marks: Marks) -> None:
    result = severity.estimate(marks)

    experts = {expert for given in marks.values() for expert in given}
    assert result.by_expert == dict.fromkeys(experts, Decimal(0))
    assert result.expert_variance is None


def test_experts_who_share_no_application_are_compared_only_within_their_component() -> None:
    first, _, _ = season(20, 5, 3, seed=7)
    second, _, _ = season(20, 5, 3, seed=8)
    harsh = {100 + a: {100 + e: p - 30 for e, p in given.items()} for a, given in second.items()}
    lone = {999: {200: Decimal(50)}}

    result = severity.estimate({**first, **harsh, **lone})

    assert not result.linked
    assert result.components == (frozenset(range(5)), frozenset(range(100, 105)), frozenset({200}))
    assert result.by_expert[200] == Decimal(0)
    for component in result.components:
        assert abs(sum((result.by_expert[expert] for expert in component), Decimal(0))) <= Decimal("0.0003")


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_neither_order_nor_names_change_the_estimate(random: Random) -> None:
    marks, _, _ = season(8, 4, 3, seed=2)
    shuffled = [(a, list(given.items())) for a, given in marks.items()]
    random.shuffle(shuffled)

    again = severity.estimate({a: dict(reversed(given)) for a, given in shuffled})

    assert again == severity.estimate(marks)


@settings(max_examples=25)
@given(shift=st.integers(-50, 50))
def test_shifting_every_mark_shifts_no_severity(shift: int) -> None:
    marks, _, _ = season(8, 4, 3, seed=3)

    moved = severity.estimate({a: {e: p + shift for e, p in given.items()} for a, given in marks.items()})

    still = severity.estimate(marks).by_expert
    assert all(abs(moved.by_expert[e] - still[e]) <= Decimal("0.0002") for e in still)
