"""Levels by the edition's rule, and votes."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.editions import shipped
from zhiping.core.definition.judging import LevelRule, LevelShare
from zhiping.core.definition.vocabulary import LevelBasis, Majority
from zhiping.core.errors import RuleViolation
from zhiping.decision.rules import levels
from zhiping.decision.rules.levels import Ballot, Judged

QC = shipped("qc-circle/2022")
LEVELS = ["benchmark", "excellent", "progress"]


def rule(basis: LevelBasis, *shares: LevelShare, per: tuple[str, ...] = ()) -> LevelRule:
    return LevelRule(basis=basis, per=per, shares=shares, source="default")


def share(level: str, **fields: object) -> LevelShare:
    exact = {k: Decimal(v) if k in {"percent", "at_least"} else v for k, v in fields.items()}  # type: ignore[arg-type]
    return LevelShare(level=level, source="default", **exact)  # type: ignore[arg-type]


def judged(n: int, points: str | None = None, *, through: tuple[str, ...] = (), panel: str = "", **keys: str) -> Judged:
    return Judged(n, keys, {"desk": Decimal(points)} if points else {}, frozenset(through), panel)


def given_levels(cases: list[Judged], by: LevelRule | None, rounds: object = QC.rounds) -> dict[int, str]:
    return {p.application_id: p.level for p in levels.propose(cases, by, rounds, LEVELS)}  # type: ignore[arg-type]


def test_the_total_weighs_the_desk_40_percent_and_the_presentation_60() -> None:
    assert levels.total({"desk": Decimal(80), "presentation": Decimal(90)}, QC.rounds) == Decimal("86.00")


def test_the_total_of_one_round_is_its_own_points() -> None:
    assert levels.total({"desk": Decimal("81.25")}, QC.rounds) == Decimal("81.25")


def test_a_round_whose_earlier_round_gave_no_points_counts_whole() -> None:
    assert levels.total({"presentation": Decimal(90)}, QC.rounds) == Decimal("90.00")


def test_without_points_there_is_no_total() -> None:
    assert levels.total({}, QC.rounds) is None


def test_shares_are_cut_within_their_group() -> None:
    by = rule(LevelBasis.SHARE, share("benchmark", percent=50), share("excellent", percent=50), per=("domain",))
    cases = [
        judged(1, "90", domain="a"),
        judged(2, "80", domain="a"),
        judged(3, "60", domain="b"),
        judged(4, "50", domain="b"),
    ]

    assert given_levels(cases, by) == {1: "benchmark", 2: "excellent", 3: "benchmark", 4: "excellent"}


def test_equals_on_a_boundary_get_no_level_and_say_between_which() -> None:
    by = rule(LevelBasis.SHARE, share("benchmark", percent=50), share("excellent", percent=50))

    [first, second] = levels.propose([judged(1, "90"), judged(2, "90")], by, QC.rounds, LEVELS)

    assert (first.level, first.between, second.between) == ("", ("benchmark", "excellent"), ("benchmark", "excellent"))


def test_who_lacks_the_round_of_a_level_stands_behind_and_gets_the_next() -> None:
    by = rule(
        LevelBasis.SHARE, share("benchmark", percent=50, through=("presentation",)), share("excellent", percent=50)
    )
    cases = [judged(1, "95"), judged(2, "80", through=("presentation",))]

    assert given_levels(cases, by) == {1: "excellent", 2: "benchmark"}


def test_a_level_that_nobody_has_gone_through_for_is_given_to_nobody() -> None:
    by = rule(LevelBasis.SCORE, share("benchmark", at_least=90, through=("presentation",)))

    assert given_levels([judged(1, "95")], by) == {1: "excellent"}


def test_who_lacks_every_levels_round_gets_none() -> None:
    asked = {"through": ("presentation",)}
    by = rule(
        LevelBasis.SCORE,
        share("benchmark", at_least=90, **asked),
        share("excellent", at_least=80, **asked),
        share("progress", at_least=1, **asked),
    )

    assert given_levels([judged(1, "95")], by) == {1: ""}


def test_scores_decide_where_the_rule_says_so() -> None:
    by = rule(LevelBasis.SCORE, share("benchmark", at_least=90), share("excellent", at_least=80))

    assert given_levels([judged(1, "90"), judged(2, "89.99"), judged(3, "79")], by) == {
        1: "benchmark",
        2: "excellent",
        3: "",
    }


def test_numbers_of_places_are_filled_from_the_best_down() -> None:
    by = rule(LevelBasis.COUNT, share("benchmark", at_most=1), share("excellent"))

    assert given_levels([judged(1, "70"), judged(2, "80"), judged(3, None)], by) == {
        1: "excellent",
        2: "benchmark",
        3: "",
    }


def test_equals_for_the_last_place_are_left_to_a_person() -> None:
    by = rule(LevelBasis.COUNT, share("benchmark", at_most=1))

    [first, _] = levels.propose([judged(1, "80"), judged(2, "80")], by, QC.rounds, LEVELS)

    assert (first.level, first.between) == ("", ("benchmark", ""))


@pytest.mark.parametrize("by", [None, rule(LevelBasis.PANEL), rule(LevelBasis.VOTE)])
def test_the_panels_word_is_proposed_where_the_rule_is_the_panel(by: LevelRule | None) -> None:
    assert given_levels([judged(1, "70", panel="excellent"), judged(2, "90")], by) == {1: "excellent", 2: ""}


def test_an_edition_without_levels_proposes_none() -> None:
    assert [p.level for p in levels.propose([judged(1, "70")], None, QC.rounds, [])] == [""]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_nobody_with_fewer_points_gets_a_better_level(points: list[int]) -> None:
    by = rule(
        LevelBasis.SHARE, share("benchmark", percent=20), share("excellent", percent=40), share("progress", percent=40)
    )
    cases = [judged(n, str(p)) for n, p in enumerate(points, start=1)]

    found = levels.propose(cases, by, QC.rounds, LEVELS)

    placed = [(LEVELS.index(p.level), p.points or Decimal(0)) for p in found if p.level]
    assert [
        pair for pair in itertools.permutations(placed, 2) if pair[0][0] < pair[1][0] and pair[0][1] < pair[1][1]
    ] == []


@pytest.mark.parametrize(
    ("voted", "entitled", "percent", "enough"), [(2, 3, 67, False), (3, 3, 67, True), (2, 4, 50, True), (1, 1, 1, True)]
)
def test_the_quorum_is_rounded_up(voted: int, entitled: int, percent: int, enough: bool) -> None:
    if enough:
        levels.check_quorum(voted, entitled, percent)
        return
    with pytest.raises(RuleViolation) as refused:
        levels.check_quorum(voted, entitled, percent)
    assert (refused.value.code, refused.value.facts) == ("resolve.quorum", {"voted": 2, "needed": 3})


def test_nobody_entitled_is_no_quorum() -> None:
    with pytest.raises(RuleViolation, match=r"resolve\.quorum"):
        levels.check_quorum(0, 0, 50)


@pytest.mark.parametrize(
    ("votes", "majority", "level"),
    [
        (["benchmark", "benchmark", "excellent"], Majority.SIMPLE, "benchmark"),
        (["benchmark", "excellent"], Majority.SIMPLE, "excellent"),
        (["benchmark", "excellent", ""], Majority.SIMPLE, "excellent"),
        (["benchmark", "", ""], Majority.SIMPLE, ""),
        (["benchmark", "benchmark", "excellent"], Majority.TWO_THIRDS, "benchmark"),
        (["benchmark", "excellent", ""], Majority.TWO_THIRDS, "excellent"),
        ([], Majority.SIMPLE, ""),
    ],
)
def test_a_vote_for_a_better_level_counts_for_the_lesser_too(votes: list[str], majority: Majority, level: str) -> None:
    if not votes:
        with pytest.raises(ValueError, match="voters are present"):
            levels.voted_level([], majority, LEVELS)
        return
    assert levels.voted_level([Ballot(v) for v in votes], majority, LEVELS) == level


def test_checks_refuse_with_their_codes() -> None:
    for code, refuse in {
        "decision.unknown_level": lambda: levels.check_level("gold", LEVELS),
        "decision.reason_missing": lambda: levels.check_reason("  "),
        "resolve.not_as_voted": lambda: levels.check_as_voted("excellent", "benchmark"),
        "resolve.given_already": lambda: levels.check_unresolved(resolved=True),
        "resolve.without_proposal": lambda: levels.check_proposed(proposed=False),
        "vote.proposal_changed": lambda: levels.check_as_read("benchmark", read="excellent"),
    }.items():
        with pytest.raises(RuleViolation) as refused:
            refuse()
        assert refused.value.code == code
    with pytest.raises(RuleViolation, match=r"decision\.unknown_level"):
        levels.check_given_level("", LEVELS)


def test_checks_let_pass_what_is_right() -> None:
    levels.check_level("", LEVELS)
    levels.check_level("excellent", LEVELS)
    levels.check_given_level("excellent", LEVELS)
    levels.check_reason("会审意见")
    levels.check_as_voted("excellent", "excellent")
    levels.check_unresolved(resolved=False)
    levels.check_proposed(proposed=True)
    levels.check_as_read("benchmark", read="benchmark")
    levels.check_as_read("benchmark", read=None)
