"""Conflicts: identities decide, names only warn, and every finding says what it rests on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import conflicts
from zhiping.core.conflicts import (
    Application,
    Coaching,
    Conflict,
    Employment,
    Expert,
    Organisation,
    OwnEntry,
    Person,
    Relative,
)

ON = date(2024, 9, 10)
GROUP = Organisation("虹申电气集团有限公司", id=1)
UNIT = Organisation(
    "虹申风电有限公司", id=2, credit_code="U", group=frozenset({1}), also_called=frozenset({"申风新能源"})
)
SISTER = Organisation("虹申电机厂", id=3, credit_code="S", group=frozenset({1}))
OTHER = Organisation("浦江精密仪表有限公司", id=4, credit_code="O")
DISTRICT = Organisation("东区质量推进中心", id=5, group=frozenset({6}))
ENTRY = Application(100, UNIT, "problem_solving", team_id=70, recommender=DISTRICT)


def expert(**facts: object) -> Expert:
    return Expert(9, "王小明", **facts)  # type: ignore[arg-type]


def works_at(organisation: Organisation, to_on: date | None = None) -> Expert:
    return expert(employments=(Employment(organisation, "总工程师", to_on),))


def kinds(who: Expert, entry: Application = ENTRY) -> list[tuple[str, str]]:
    return [(c.kind, c.certainty) for c in conflicts.find(who, entry, on=ON)]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (works_at(UNIT), [("same_organisation", "certain")]),
        (works_at(UNIT, ON), [("same_organisation", "certain")]),
        (works_at(Organisation("旧名", credit_code="U")), [("same_organisation", "certain")]),
        (works_at(GROUP), [("same_group", "certain")]),
        (works_at(SISTER), [("same_group", "certain")]),
        (works_at(UNIT, date(2024, 9, 9)), [("former_employer", "certain")]),
        (works_at(UNIT, date(2021, 9, 10)), [("former_employer", "certain")]),
        (works_at(UNIT, date(2021, 9, 9)), []),
        (works_at(SISTER, date(2023, 1, 1)), [("former_employer", "suspected")]),
        (works_at(OTHER), []),
        (works_at(Organisation("虹申风电(集团)公司")), [("alias_match", "suspected")]),
        (works_at(Organisation("申风新能源")), [("alias_match", "suspected")]),
        (works_at(Organisation("虹申风电有限公司", id=44)), []),
        (works_at(Organisation("虹申风电有限公司", credit_code="X")), []),
        (works_at(DISTRICT), [("recommending_side", "certain")]),
        (works_at(Organisation("东区市场所", id=8, group=frozenset({6}))), [("recommending_side", "suspected")]),
        (works_at(Organisation("东区质量推进中心")), [("recommending_side", "suspected")]),
        (works_at(DISTRICT, date(2024, 9, 9)), []),
        (expert(), []),
    ],
)
def test_posts_present_and_past(who: Expert, found: list[tuple[str, str]]) -> None:
    assert kinds(who) == found


def test_evidence_says_what_a_page_shows() -> None:
    assert conflicts.find(works_at(SISTER), ENTRY, on=ON) == (
        Conflict(
            "same_group",
            "certain",
            {"employer": "虹申电机厂", "post": "总工程师", "to_on": None, "unit": "虹申风电有限公司", "group_id": 1},
        ),
    )
    assert conflicts.find(works_at(Organisation("申风新能源公司")), ENTRY, on=ON)[0].evidence == {
        "employer": "申风新能源公司",
        "post": "总工程师",
        "to_on": None,
        "unit": "虹申风电有限公司",
        "name": "申风新能源公司",
        "other_name": "申风新能源",
        "likeness": "same_but_for_form",
    }


def test_three_years_from_a_leap_day_reach_to_the_28th() -> None:
    leap = date(2024, 2, 29)

    assert len(conflicts.find(works_at(UNIT, date(2021, 2, 28)), ENTRY, on=leap)) == 1
    assert conflicts.find(works_at(UNIT, date(2021, 2, 27)), ENTRY, on=leap) == ()


@pytest.mark.parametrize(
    ("coaching", "found"),
    [
        (Coaching(application_id=100), [("coached_or_trained", "certain")]),
        (Coaching(team_id=70, on=date(2022, 5, 1)), [("coached_or_trained", "certain")]),
        (Coaching(team_id=70, on=date(2021, 9, 10)), [("coached_or_trained", "certain")]),
        (Coaching(team_id=70, on=date(2021, 9, 9)), []),
        (Coaching(organisation=UNIT, on=date(2023, 1, 1)), [("coached_or_trained", "certain")]),
        (Coaching(organisation=Organisation("虹申风电")), [("coached_or_trained", "suspected")]),
        (Coaching(organisation=OTHER), []),
        (Coaching(team_id=71), []),
    ],
)
def test_coaching_counts_for_team_unit_and_three_years(coaching: Coaching, found: list[tuple[str, str]]) -> None:
    assert kinds(expert(coachings=(coaching,))) == found


def test_application_without_team_matches_no_coaching_without_team() -> None:
    entry = Application(101, UNIT, "innovative")

    assert kinds(expert(coachings=(Coaching(on=ON),)), entry) == []


@pytest.mark.parametrize(
    ("person", "certainty"),
    [
        (Person("王 小明"), "suspected"),
        (Person("王晓明", expert_id=9), "certain"),
        (Person("王小明", expert_id=10), None),
        (Person("Wang", person_id=55), "certain"),
        (Person("王小明", person_id=56), None),
        (Person("李四"), None),
    ],
)
def test_people_named_by_the_application_are_told_apart_by_id_and_only_suspected_by_name(
    person: Person, certainty: str | None
) -> None:
    who = expert(person_id=55)

    for given_as, kind in [
        ("coaches", "coached_or_trained"),
        ("named", "named_by_applicant"),
        ("members", "own_application_in_category" if certainty == "certain" else "alias_match"),
    ]:
        entry = Application(100, UNIT, "problem_solving", **{given_as: (person,)})  # type: ignore[arg-type]
        assert kinds(who, entry) == ([] if certainty is None else [(kind, certainty)])


def test_expert_who_scored_for_the_recommender_is_on_its_side_even_without_a_recommender_on_record() -> None:
    entry = Application(100, UNIT, "problem_solving", recommended_by=frozenset({9}))

    assert kinds(expert(), entry) == [("recommending_side", "certain")]


@pytest.mark.parametrize(
    ("relative", "found"),
    [
        (Relative("配偶", "赵六", UNIT), [("kin", "certain")]),
        (Relative("配偶", "张 三", OTHER), [("kin", "suspected")]),
        (Relative("配偶", "张三"), [("kin", "suspected")]),
        (Relative("配偶", "赵六", Organisation("虹申风电")), [("kin", "suspected")]),
        (Relative("配偶", "赵六", OTHER), []),
        (Relative("配偶", "赵六"), []),
    ],
)
def test_kin_in_the_unit_is_certain_and_a_namesake_in_the_team_suspected(
    relative: Relative, found: list[tuple[str, str]]
) -> None:
    entry = Application(100, UNIT, "problem_solving", members=(Person("李四"), Person("张三")))

    assert kinds(expert(relatives=(relative,)), entry) == found


@pytest.mark.parametrize(
    ("own", "found"),
    [
        (OwnEntry(100, "problem_solving"), [("own_application_in_category", "certain")]),
        (OwnEntry(200, "problem_solving"), [("own_application_in_category", "certain")]),
        (OwnEntry(200, "problem_solving", of_unit=True), [("own_application_in_category", "suspected")]),
        (OwnEntry(200, "innovative"), []),
        (OwnEntry(100, "problem_solving", of_unit=True), []),
    ],
)
def test_own_entry_bars_its_category(own: OwnEntry, found: list[tuple[str, str]]) -> None:
    assert kinds(expert(own_entries=(own,))) == found


def test_every_reason_is_told_and_the_certain_ones_first() -> None:
    who = expert(
        employments=(Employment(Organisation("虹申风电")), Employment(DISTRICT)),
        coachings=(Coaching(team_id=70),),
    )

    assert kinds(who) == [
        ("coached_or_trained", "certain"),
        ("recommending_side", "certain"),
        ("alias_match", "suspected"),
    ]


@given(
    name=st.sampled_from(["虹申风电有限公司", "虹申风电", "申风新能源", "浦江精密仪表有限公司"]),
    also=st.sampled_from(["虹申", "虹申风电", "申风新能源集团"]),
)
def test_name_alone_is_never_certain(name: str, also: str) -> None:
    typed = Organisation(name, also_called=frozenset({also}))
    who = expert(
        employments=(Employment(typed),), coachings=(Coaching(typed),), relatives=(Relative("配偶", "王五", typed),)
    )
    entry = Application(
        100,
        UNIT,
        "x",
        recommender=Organisation("虹申风电"),
        members=(Person("王小明"), Person("王五")),
        coaches=(Person("王小明"),),
        named=(Person("王小明"),),
    )

    assert {conflict.certainty for conflict in conflicts.find(who, entry, on=ON)} == {"suspected"}
