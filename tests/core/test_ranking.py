"""Ranking and advancing: equals stay equal, and a boundary is told, not cut."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import ranking
from zhiping.core.ranking import (
    Advance,
    Advanced,
    AtTie,
    Boundary,
    ByQuota,
    ByRank,
    ByScore,
    ByShare,
    ByWord,
    Candidate,
    Ranked,
    Rounding,
)


def ranked(*scores: str | None) -> tuple[Ranked, ...]:
    return ranking.rank(
        [Candidate(n, None if score is None else Decimal(score)) for n, score in enumerate(scores, start=1)]
    )


def test_equals_share_a_rank_and_the_next_rank_skips() -> None:
    places = ranked("80", "90.5", "90.50", None, "70")

    assert [(p.application_id, p.rank, p.shared) for p in places] == [
        (2, 1, True),
        (3, 1, True),
        (1, 3, False),
        (5, 4, False),
        (4, None, False),
    ]


def test_published_tie_break_decides_before_a_place_is_shared() -> None:
    places = ranking.rank(
        [
            Candidate(1, Decimal(90), (Decimal(25), Decimal(8))),
            Candidate(2, Decimal(90), (Decimal(27), Decimal(1))),
            Candidate(3, Decimal(90), (Decimal(25), Decimal(9))),
            Candidate(4, Decimal(90), (Decimal(25), Decimal(8))),
        ]
    )

    assert [(p.application_id, p.rank) for p in places] == [(2, 1), (3, 2), (1, 3), (4, 3)]


def test_each_group_of_dimensions_is_ranked_on_its_own() -> None:
    places = ranking.rank(
        [
            Candidate(1, Decimal(80), keys={"domain": "service", "category": "x"}),
            Candidate(2, Decimal(70), keys={"domain": "building", "category": "x"}),
            Candidate(3, Decimal(90), keys={"domain": "service", "category": "y"}),
        ],
        per=["domain"],
    )

    assert [(p.group, p.application_id, p.rank) for p in places] == [
        (("building",), 2, 1),
        (("service",), 3, 1),
        (("service",), 1, 2),
    ]


FIVE = ("90", "85", "85", "80", None)


@pytest.mark.parametrize(
    ("rule", "going", "boundaries"),
    [
        (ByRank(1), (1,), ()),
        (ByRank(3), (1, 2, 3), ()),
        (ByRank(2), (1,), (Boundary((), (2, 3), 1),)),
        (ByRank(2, at_tie="all_in"), (1, 2, 3), ()),
        (ByRank(2, at_tie="all_out"), (1,), ()),
        (ByRank(9), (1, 2, 3, 4), ()),
        (ByRank(0), (), ()),
        (ByShare(Decimal(25)), (1,), ()),
        (ByShare(Decimal(45), rounding="up"), (1,), (Boundary((), (2, 3), 1),)),
        (ByScore(Decimal(85)), (1, 2, 3), ()),
        (ByScore(Decimal("85.01")), (1,), ()),
        (ByWord(frozenset({4, 5})), (4, 5), ()),
        (ByQuota({(): 3}), (1, 2, 3), ()),
        (ByQuota({("other",): 3}), (), ()),
    ],
)
def test_advance_follows_its_rule(rule: Advance, going: tuple[int, ...], boundaries: tuple[Boundary, ...]) -> None:
    result = ranking.advance(ranked(*FIVE), rule)

    undecided = {i for b in boundaries for i in b.application_ids}
    assert (result.going, result.boundaries) == (going, boundaries)
    assert result.staying == tuple(n for n in (1, 2, 3, 4, 5) if n not in {*going, *undecided})


@pytest.mark.parametrize(("rounding", "going"), [("down", 1), ("half_up", 2), ("up", 2)])
def test_share_of_ten_at_fifteen_percent_rounds_as_told(rounding: Rounding, going: int) -> None:
    places = ranked(*(str(90 - n) for n in range(10)))

    assert len(ranking.advance(places, ByShare(Decimal(15), rounding)).going) == going


def test_quota_per_domain_counts_each_domain_alone() -> None:
    places = ranking.rank(
        [
            Candidate(n, Decimal(90 - n), keys={"domain": domain})
            for n, domain in enumerate(["service", "service", "building", "service", "building"], start=1)
        ],
        per=["domain"],
    )

    result = ranking.advance(places, ByQuota({("service",): 2, ("building",): 1}))

    assert result == Advanced(going=(3, 1, 2), staying=(5, 4))


def test_panel_cannot_name_a_stranger() -> None:
    with pytest.raises(ValueError, match=r"not among the ranked: \[7\]"):
        ranking.advance(ranked("80"), ByWord(frozenset({1, 7})))


scores = st.lists(st.one_of(st.none(), st.integers(60, 70).map(Decimal)), max_size=30)


@given(scores)
def test_rank_is_one_more_than_the_number_of_better_ones(given_scores: list[Decimal | None]) -> None:
    places = ranking.rank([Candidate(n, score) for n, score in enumerate(given_scores)])

    for place in places:
        better = sum(place.score is not None and s is not None and s > place.score for s in given_scores)
        assert place.rank == (None if place.score is None else better + 1)
        assert place.shared == (place.score is not None and given_scores.count(place.score) > 1)


@given(given_scores=scores, places=st.integers(0, 30), at_tie=st.sampled_from(["report", "all_in", "all_out"]))
def test_nobody_is_lost_and_nobody_goes_before_an_equal_or_a_better_one(
    given_scores: list[Decimal | None], places: int, at_tie: AtTie
) -> None:
    order = ranking.rank([Candidate(n, score) for n, score in enumerate(given_scores)])

    result = ranking.advance(order, ByRank(places, at_tie))

    undecided = [i for boundary in result.boundaries for i in boundary.application_ids]
    assert sorted([*result.going, *result.staying, *undecided]) == list(range(len(given_scores)))
    going = [given_scores[i] for i in result.going]
    left = [given_scores[i] for i in [*result.staying, *undecided]]
    assert all(g is not None and (s is None or g > s) for g in going for s in left)
    assert at_tie == "all_in" or len(going) <= places
