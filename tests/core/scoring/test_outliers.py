"""Outliers: the mark far off is named, the honest ones are left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiping.core.scoring import outliers
from zhiping.core.scoring.outliers import Flag
from zhiping.core.scoring.severity import Marks

HONEST = {
    application: {expert: Decimal(80 + application + (-1) ** (application + expert)) for expert in range(4)}
    for application in range(10)
}


def with_mark(application: int, expert: int, points: int) -> Marks:
    return HONEST | {application: {**HONEST[application], expert: Decimal(points)}}


def test_honest_marks_raise_no_flag() -> None:
    assert outliers.flag(HONEST) == ()


def test_one_mark_twenty_points_off_is_flagged_with_its_distance() -> None:
    flags = outliers.flag(with_mark(3, 2, 60))

    # others give 84, 82, 84 → mean 83.33; distance −23.33
    assert (flags[0].application_id, flags[0].expert_id, flags[0].distance) == (3, 2, Decimal("-23.33"))
    assert flags[0].deviations > Decimal(10)


def test_known_severity_explains_a_low_mark() -> None:
    strict = {a: {e: p - (15 if e == 2 else 0) for e, p in given.items()} for a, given in HONEST.items()}

    assert outliers.flag(strict, severities={2: Decimal(15)}) == ()
    assert {flag.expert_id for flag in outliers.flag(strict, limit=Decimal(1))} >= {2}


@pytest.mark.parametrize("marks", [{}, {1: {1: Decimal(10), 2: Decimal(90)}}])
def test_two_marks_cannot_say_which_is_off(marks: Marks) -> None:
    assert outliers.flag(marks) == ()


def test_marks_that_all_agree_raise_no_flag() -> None:
    assert outliers.flag({a: {e: Decimal(80) for e in range(3)} for a in range(3)}) == ()


def test_single_dissent_among_perfect_agreement_is_flagged() -> None:
    marks = {a: {e: Decimal(80) for e in range(5)} for a in range(5)} | {9: dict(enumerate(map(Decimal, [80, 80, 90])))}

    assert outliers.flag(marks)[0] == Flag(9, 2, Decimal("10.00"), Decimal("11.17"))


def test_flags_come_farthest_first() -> None:
    marks = {**with_mark(3, 2, 60), 5: {**HONEST[5], 0: Decimal(40)}}

    assert [(f.application_id, f.expert_id) for f in outliers.flag(marks)][:2] == [(5, 0), (3, 2)]


def test_middle_of_an_odd_number_of_distances_is_the_scale() -> None:
    marks = {1: {1: Decimal(80), 2: Decimal(82), 3: Decimal(87)}}

    # standardised distances 4.5, 1.5 and 6 times sqrt(2/3) around the others' means; the middle one is 4.5
    assert outliers.flag(marks, limit=Decimal("0.8")) == (Flag(1, 3, Decimal("6.00"), Decimal("0.90")),)
