"""The search over many experts and applications finds what looking at each pair finds, and looks at few of them."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import conflict_search, conflicts
from zhiping.core.conflict_search import find_all
from zhiping.core.conflicts import (
    Application,
    Coaching,
    Employment,
    Expert,
    Organisation,
    OwnEntry,
    Person,
    Relative,
)

ON = date(2024, 9, 10)
IDS = st.integers(1, 4)
NAMES = st.sampled_from(["王小明", "王 小明", "李工", ""])
MAYBE = st.none() | IDS
DAYS = st.none() | st.sampled_from([date(2019, 1, 1), date(2023, 1, 1), date(2025, 1, 1)])
CATEGORIES = st.sampled_from(["problem_solving", "innovation"])
UNITS = st.builds(
    Organisation,
    name=st.sampled_from(["虹申电气集团有限公司", "虹申电气风电有限公司", "浦江仪表厂", ""]),
    id=MAYBE,
    credit_code=st.sampled_from(["", "U", "S"]),
    group=st.frozensets(IDS, max_size=2),
    also_called=st.frozensets(st.sampled_from(["虹申电气", "申风新能源"]), max_size=1),
)
PERSONS = st.builds(Person, name=NAMES, person_id=MAYBE, expert_id=MAYBE)


def some(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=2).map(tuple)


EXPERTS = st.builds(
    Expert,
    id=IDS,
    name=NAMES,
    person_id=MAYBE,
    employments=some(st.builds(Employment, organisation=UNITS, to_on=DAYS)),
    coachings=some(st.builds(Coaching, st.none() | UNITS, MAYBE, MAYBE, DAYS)),
    relatives=some(st.builds(Relative, st.just("配偶"), NAMES, st.none() | UNITS)),
    own_entries=some(st.builds(OwnEntry, IDS, CATEGORIES, st.booleans())),
)
APPLICATIONS = st.builds(
    Application,
    id=IDS,
    organisation=UNITS,
    category=CATEGORIES,
    team_id=MAYBE,
    members=some(PERSONS),
    coaches=some(PERSONS),
    recommender=st.none() | UNITS,
    recommended_by=st.frozensets(IDS, max_size=2),
    named=some(PERSONS),
)


@given(st.lists(EXPERTS, max_size=3), st.lists(APPLICATIONS, max_size=3))
def test_what_each_pair_would_tell_is_found_in_the_same_order(
    experts: list[Expert], applications: list[Application]
) -> None:
    each = [(e, a, conflicts.find(e, a, on=ON)) for e in experts for a in applications]

    assert list(find_all(experts, applications, on=ON)) == [told for told in each if told[2]]


def test_the_years_that_count_are_handed_on() -> None:
    unit = Organisation("虹申风电有限公司", id=2)
    left = Expert(9, "王小明", employments=(Employment(unit, to_on=date(2020, 1, 1)),))
    entry = Application(100, unit, "problem_solving")

    assert list(find_all([left], [entry], on=ON)) == []
    [(_who, _what, found)] = find_all([left], [entry], on=ON, years=5)
    assert [c.kind for c in found] == ["former_employer"]


def test_pairs_that_have_nothing_in_common_are_not_looked_at(monkeypatch: object) -> None:
    units = [Organisation(f"第{n}厂", id=n) for n in range(1, 201)]
    experts = [Expert(n, f"专家{n}", employments=(Employment(units[n]),)) for n in range(200)]
    entries = [Application(n, units[n], f"类别{n}", members=(Person(f"组员{n}"),)) for n in range(200)]
    looked = []

    def counted(expert: Expert, application: Application, **more: object) -> tuple[conflicts.Conflict, ...]:
        looked.append((expert.id, application.id))
        return conflicts.find(expert, application, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(conflict_search, "find", counted)  # type: ignore[attr-defined]

    assert len(list(find_all(experts, entries, on=ON))) == 200
    assert looked == [(n, n) for n in range(200)]


def test_a_typed_employer_is_held_against_every_unit_by_its_name() -> None:
    typed = Expert(9, "王小明", employments=(Employment(Organisation("虹申电气")),))
    entries = [
        Application(1, Organisation("浦江仪表厂", id=1), "a", recommender=Organisation("虹申电气集团有限公司", id=3)),
        Application(2, Organisation("虹申电气风电有限公司", id=2), "a"),
        Application(3, Organisation("东区质量推进中心", id=4), "a"),
    ]

    found = [(application.id, [c.kind for c in told]) for _who, application, told in find_all([typed], entries, on=ON)]

    assert found == [(1, ["recommending_side"]), (2, ["alias_match"])]
