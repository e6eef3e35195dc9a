"""A round, rule by rule: who takes part, what the merge says, who goes on, which level is proposed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zhiping.core import ranking
from zhiping.core.definition.judging import LevelRule, Round
from zhiping.core.errors import RuleViolation
from zhiping.core.ranking import Ranked
from zhiping.core.scoring.merging import Total
from zhiping.review.rules import rounds as rules

D = Decimal


def _round(
    merge: str = "mean", advance: dict[str, Any] | None = None, extremes_from: int | None = None, **over: Any
) -> Round:
    return Round.model_validate(
        {
            "label": "资料评审",
            "kind": "desk",
            "reviewers": {"at_least": 3, "source": "三.3"},
            "merge": {"rule": merge, "extremes_from": extremes_from, "source": "三.3"},
            "advance": {"rule": "all", "source": "三.3", **(advance or {})},
            "source": "三.3",
            **over,
        },
        strict=False,
    )


OPEN = _round()
EVERYBODY = _round(enters={"who": "all", "source": "三.3"})
INNOVATIVE = _round(enters={"who": "all", "when": {"category": "innovative"}, "source": "三.3"})
CANDIDATES = _round(enters={"who": "proposed_level", "levels": ["benchmark"], "source": "三.3"})
VISITED = _round(enters={"who": "panel_request", "source": "三.3"})


def _takes_part(judged: Round, level: str = "", *, asked: bool = False, category: str = "") -> bool:
    return rules.takes_part(judged, proposed_level=level, visit_requested=asked, facts={"category": category})


def test_everybody_takes_part_where_nothing_is_asked() -> None:
    assert [_takes_part(judged) for judged in (OPEN, EVERYBODY)] == [True, True]


def test_a_round_for_some_takes_those_that_meet_its_condition_level_or_request() -> None:
    assert [_takes_part(INNOVATIVE, category=category) for category in ("innovative", "shop_floor")] == [True, False]
    assert [_takes_part(CANDIDATES, level) for level in ("benchmark", "excellent", "")] == [True, False, False]
    assert [_takes_part(VISITED, asked=asked) for asked in (True, False)] == [True, False]


def test_only_of_a_round_without_any_condition_it_is_known_that_everybody_takes_part() -> None:
    judged = (OPEN, EVERYBODY, INNOVATIVE, CANDIDATES, VISITED)

    assert [rules.takes_everybody(one) for one in judged] == [True, True, False, False, False]


def _totals(*points: str | None) -> list[Total]:
    return [Total(n, None if one is None else D(one)) for n, one in enumerate(points, start=1)]


def _combined(judged: Round, *points: str | None, **earlier: Decimal) -> Decimal | None:
    return rules.combine(judged, "desk", _totals(*points), earlier, {}).points


@pytest.mark.parametrize(("merge", "points"), [("mean", D("84.00")), ("consensus", D("84.00")), ("median", D("82.00"))])
def test_totals_are_merged_as_the_round_says_and_a_consensus_is_their_mean(merge: str, points: Decimal) -> None:
    assert _combined(_round(merge), "80", "82", "90") == points


def test_extremes_are_dropped_from_as_many_totals_on_as_the_round_says() -> None:
    four = ("60", "80", "82", "99")
    trimmed = _round("mean_drop_extremes", extremes_from=4)

    assert _combined(trimmed, *four) == D("81.00")
    assert _combined(_round("mean_drop_extremes"), *four) == D("80.25")  # from five on, where nothing is said


WEIGHING = _round(weights={"contest": "40", "visit": "10"})


def test_earlier_rounds_weigh_what_the_round_gives_them_and_the_rest_is_its_own() -> None:
    assert _combined(WEIGHING, "80", contest=D(90), visit=D(70)) == D("83.00")  # 40 × 90 + 10 × 70 + 50 × 80
    assert _combined(WEIGHING, "80", contest=D(90), hearing=D(0)) == D("84.00")  # 40 × 90 + 60 × 80
    assert _combined(OPEN, "80", contest=D(90)) == D("80.00")


def test_without_any_total_there_are_no_points_whatever_was_given_earlier() -> None:
    assert _combined(WEIGHING, None, contest=D(90)) is None
    assert _combined(OPEN) is None


def test_recused_and_missing_totals_are_no_marks() -> None:
    totals = {7: [Total(1, D(80)), Total(2, D(90), excluded=True), Total(3, None)], 8: [Total(1, None)]}

    assert rules.valid_marks(totals) == {7: {1: D(80)}, 8: {}}


def test_severities_are_estimated_only_where_the_round_takes_them_out() -> None:
    totals = {case: [Total(1, D(80 + case)), Total(2, D(90 + case))] for case in range(5)}

    assert rules.severities_of(_round("mean"), totals) == {}
    severe = rules.severities_of(_round("rater_adjusted"), totals)
    assert severe[1] == -severe[2] > 0


def test_a_mark_far_from_the_others_is_named_with_its_distance_whatever_else_is_taken_out() -> None:
    totals = {case: [Total(1, D(80)), Total(2, D(82)), Total(3, D(81))] for case in range(6)}
    totals[9] = [Total(1, D(81)), Total(2, D(60)), Total(3, D(83)), Total(4, D(20), excluded=True)]

    assert rules.far_off(_round("mean"), totals) == {9: {2: D("-22.00")}}
    assert list(rules.far_off(_round("rater_adjusted"), totals)) == [9]


def test_marks_that_agree_are_not_named() -> None:
    assert rules.far_off(_round("mean"), {case: [Total(n, D(80 + n)) for n in range(3)] for case in range(4)}) == {}


@pytest.mark.parametrize(
    ("advance", "rule"),
    [
        ({"rule": "all"}, None),
        ({"rule": "rank", "at_most": 12}, ranking.ByRank(12)),
        ({"rule": "share", "percent": "30"}, ranking.ByShare(D(30))),
        ({"rule": "score", "at_least": "75"}, ranking.ByScore(D(75))),
        ({"rule": "quota", "places": {"services": 2}}, ranking.ByQuota({("services",): 2})),
        ({"rule": "panel"}, ranking.ByWord(frozenset({3, 5}))),
    ],
)
def test_cases_go_on_by_the_rule_of_their_round(advance: dict[str, Any], rule: rules.Rule | None) -> None:
    assert rules.advance_rule(_round(advance=advance), frozenset({3, 5})) == rule


RANKED = [
    Ranked(1, 1, D(95), ()),
    Ranked(2, 2, D(90), ()),
    Ranked(3, 3, D(80), ()),
    Ranked(4, 4, D(70), ()),
    Ranked(5, None, None, ()),
]


def _levels(basis: str, *shares: dict[str, str]) -> LevelRule:
    return LevelRule.model_validate(
        {"basis": basis, "source": "三.4", "shares": [{"source": "三.4", **share} for share in shares]}, strict=False
    )


def test_levels_are_proposed_by_share_of_those_with_points() -> None:
    rule = _levels(
        "share", {"level": "benchmark", "percent": "25"}, {"level": "excellent", "percent": "50"}, {"level": "progress"}
    )

    assert rules.propose(rule, RANKED) == {1: "benchmark", 2: "excellent", 3: "excellent", 4: "", 5: ""}


def test_equals_on_a_boundary_get_no_level_for_people_decide() -> None:
    tied = [Ranked(1, 1, D(90), (), shared=True), Ranked(2, 1, D(90), (), shared=True)]

    assert rules.propose(_levels("share", {"level": "benchmark", "percent": "50"}), tied) == {1: "", 2: ""}


def test_levels_are_proposed_by_the_points_they_ask_for() -> None:
    rule = _levels(
        "score", {"level": "benchmark", "at_least": "90"}, {"level": "excellent", "at_least": "80"}, {"level": "noted"}
    )

    assert rules.propose(rule, RANKED) == {1: "benchmark", 2: "benchmark", 3: "excellent", 4: "", 5: ""}


def test_what_people_give_is_not_proposed() -> None:
    assert rules.propose(None, RANKED) == {}
    assert rules.propose(_levels("vote"), RANKED) == {}


def _refused(check: Any, *given: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleViolation) as refused:
        check(*given)
    return refused.value.code, refused.value.facts


def test_a_round_is_concluded_once_every_case_has_its_cards_and_five_that_lack_some_are_named() -> None:
    rules.check_cards([], 3)
    assert _refused(rules.check_cards, list("甲乙丙丁戊己"), 3) == (
        "round.cards_missing",
        {"count": 6, "at_least": 3, "cases": "甲、乙、丙、丁、戊", "cases_en": "甲, 乙, 丙, 丁, 戊"},
    )


def test_a_panel_deliberates_with_its_quorum() -> None:
    rules.check_quorum(3, 3)
    assert _refused(rules.check_quorum, 2, 3) == ("deliberation.no_quorum", {"voters": 2, "at_least": 3})


def test_a_changed_level_has_a_reason_and_an_unchanged_one_needs_none() -> None:
    rules.check_change("benchmark", "benchmark", "")
    rules.check_change("benchmark", "excellent", "数据不足")
    assert _refused(rules.check_change, "benchmark", "excellent", " ") == ("deliberation.change_without_reason", {})
