"""The recommending unit's own review: points of its experts or of its contest."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.applications.queries.scorecards import lines
from zhiping.core.errors import NotAllowed, NotFound, OtherPhase, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.recommendation import actions, queries
from zhiping.recommendation.models import OwnScore
from zhiping.recommendation.rules import scores as rules

AT = opinions.RECOMMENDING["qc-circle/2022"]
KNOWN = {
    "QC-2022-0001": rules.Known(1, "提高合格率", Decimal(100), is_open=True),
    "QC-2022-0002": rules.Known(2, "缩短换模时间", Decimal(100), is_open=True),
    "QC-2022-0003": rules.Known(3, "已推荐的成果", Decimal(100), is_open=False),
}
HEADING = ["编号", "成果名称", "张评委", "李评委", ""]


def _read(*lines: list[str], heading: list[str] = HEADING) -> list[tuple[object, ...]]:
    faults = rules.read([heading, *lines], KNOWN).faults
    return [(fault.code, fault.facts.get("row"), fault.facts.get("column")) for fault in faults]


def test_a_sheet_gives_a_total_for_each_case_and_reviewer() -> None:
    sheet = rules.read(
        [HEADING, ["QC-2022-0001", "提高合格率", "86.5", ""], [], ["QC-2022-0002", "", "90", "88.125"]], KNOWN
    )

    assert sheet.faults == ()
    assert [(one.case_id, one.reviewer, str(one.points)) for one in sheet.given] == [
        (1, "张评委", "86.50"),
        (2, "张评委", "90.00"),
        (2, "李评委", "88.13"),
    ]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["", "提高合格率", "86"], ("scores.number_missing", 2, "A")),
        (["QC-2022-9999", "", "86"], ("scores.unknown_number", 2, "A")),
        (["QC-2022-0001", "降低废品率", "86"], ("scores.other_title", 2, "B")),
        (["QC-2022-0003", "", "86"], ("scores.case_decided", 2, "A")),
        (["QC-2022-0001", "", "八十六"], ("scores.not_points", 2, "C")),
        (["QC-2022-0001", "", "86", "100.01"], ("scores.out_of_range", 2, "D")),
        (["QC-2022-0001", "", "86", "-1"], ("scores.out_of_range", 2, "D")),
        (["QC-2022-0001", "", "NaN"], ("scores.not_points", 2, "C")),
        (["QC-2022-0001", "", "1E+999999999"], ("scores.not_points", 2, "C")),
    ],
)
def test_a_fault_is_named_with_its_row_and_column(lines: list[str], fault: tuple[object, ...]) -> None:
    assert _read(lines) == [fault]


def test_a_sheet_is_read_to_its_end_and_a_faulty_one_gives_nothing_of_the_faulty_lines() -> None:
    assert _read(["QC-2022-0001", "", "x", "y"], ["QC-2022-0001", "", "90"], ["", "", "", "1"]) == [
        ("scores.not_points", 2, "C"),
        ("scores.not_points", 2, "D"),
        ("scores.number_twice", 3, "A"),
        ("scores.number_missing", 4, "A"),
    ]


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        (["成果名称", "编号", "张评委"], ("scores.heading", 1, "A、B")),
        (["编号", "成果名称", " "], ("scores.no_reviewer", 1, "C")),
        (["编号", "成果名称", *(f"评委{n}" for n in range(41))], ("scores.no_reviewer", 1, "C")),
        (["编号", "成果名称", "张评委", "张评委"], ("scores.reviewer_twice", 1, "D")),
        (["编号", "成果名称", "张评委", "", "李评委"], ("scores.reviewer_twice", 1, "D")),
        (["编号", "成果名称", "长" * 61], ("scores.reviewer_twice", 1, "C")),
    ],
)
def test_a_heading_that_nobody_can_read_is_the_only_fault_told(heading: list[str], fault: tuple[object, ...]) -> None:
    assert _read(["QC-2022-0001", "", "x"], heading=heading) == [fault]


def test_a_sheet_without_lines_or_with_too_many_is_refused() -> None:
    assert [fault.code for fault in rules.read([], KNOWN).faults] == ["scores.empty"]
    assert [fault.code for fault in rules.read([HEADING], KNOWN).faults] == ["scores.empty"]
    assert _read(*[["", "", ""]] * 2001) == [("scores.too_long", None, None)]


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [rules.letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_the_mean_is_rounded_half_up_and_none_without_points() -> None:
    assert rules.mean_of([Decimal("86.5"), Decimal("86.51")]) == Decimal("86.51")
    assert rules.mean_of([]) is None


@pytest.mark.django_db
def test_points_on_the_card_add_up_to_the_total() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)
    entries = {line.id: line.points / 2 for line in lines(draft.case)}

    given = actions.score(application_id=draft.case.pk, reviewer=" 张评委 ", entries=entries, by=officer, at=AT)

    assert (given.reviewer, given.points, given.items["topic"]) == ("张评委", Decimal(50), "7.5")


@pytest.mark.django_db
def test_a_later_score_of_the_same_reviewer_replaces_the_earlier_and_the_mean_is_recommended() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)
    opinions.hand_in(draft.recommender, officer)
    for reviewer, points in (("张评委", "70"), ("张评委", "80"), ("李评委", "91")):
        actions.score(application_id=draft.case.pk, reviewer=reviewer, points=Decimal(points), by=officer, at=AT)
    assert OwnScore.objects.count() == 3
    opinions.give(draft, officer, points=None)

    given = queries.standing(drafts.reload(draft).case)
    assert given is not None
    assert given.points == Decimal("85.50")
    with pytest.raises(OtherPhase):  # what was recommended stands as it is
        actions.score(application_id=draft.case.pk, reviewer="王评委", points=Decimal(1), by=officer, at=AT)


@pytest.mark.django_db
def test_a_score_taken_back_counts_no_more() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)
    given = actions.score(application_id=draft.case.pk, reviewer="张评委", points=Decimal(70), by=officer, at=AT)

    actions.remove_score(score_id=given.pk, by=officer, at=AT)

    assert queries.own_mean(queries.own_scores_of(draft.case)) is None
    with pytest.raises(NotFound):
        actions.remove_score(score_id=given.pk, by=officer, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"reviewer": " "}, "own_score.reviewer_missing"),
        ({"points": None}, "own_score.points_missing"),
        ({"points": Decimal("100.5")}, "own_score.out_of_range"),
        ({"at": datetime(2022, 7, 1, tzinfo=UTC)}, "window.closed"),
    ],
)
def test_a_score_without_name_points_or_time_is_refused(over: dict[str, object], code: str) -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    given = {"reviewer": "张评委", "points": Decimal(70), "by": opinions.officer_of(draft.recommender), "at": AT}

    with pytest.raises(RuleViolation) as refused:
        actions.score(application_id=draft.case.pk, **(given | over))  # type: ignore[arg-type]

    assert refused.value.code == code


@pytest.mark.django_db
def test_only_the_units_own_officers_score() -> None:
    draft = drafts.submitted()
    stranger = make_member(make_organisation("另一推荐单位"), Role.RECOMMENDER)

    for who, refusal in ((stranger, NotFound), (make_officer(), NotAllowed)):
        with pytest.raises(refusal):
            actions.score(application_id=draft.case.pk, reviewer="张评委", points=Decimal(1), by=who, at=AT)
    assert not OwnScore.objects.exists()


@pytest.mark.django_db
def test_a_sheet_is_taken_whole_or_not_at_all_and_twice_changes_nothing() -> None:
    recommender = make_recommender(make_edition())
    officer = opinions.officer_of(recommender)
    first, second = (drafts.submitted(recommender.edition, t, recommender=recommender) for t in ("提高甲", "提高乙"))
    numbers = [str(draft.case.number) for draft in (first, second)]
    sheet = [["编号", "成果名称", "发表赛"], [numbers[0], "提高甲", "88"], [numbers[1], "", "77.5"]]
    take = {"recommender_id": recommender.pk, "by": officer, "at": AT}

    with pytest.raises(RuleViolations) as refused:
        actions.import_scores(rows=[*sheet, ["QC-2022-9999", "", "1"]], **take)  # type: ignore[arg-type]
    assert [fault.code for fault in refused.value.violations] == ["scores.unknown_number"]
    assert not OwnScore.objects.exists()

    assert [actions.import_scores(rows=sheet, **take) for _ in range(2)] == [2, 0]  # type: ignore[arg-type]
    assert [(s.reviewer, s.points, s.source) for s in queries.own_scores_of(second.case)] == [
        ("发表赛", Decimal("77.5"), "imported")
    ]
