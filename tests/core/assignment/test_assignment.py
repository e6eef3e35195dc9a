"""Assignment: what it promises holds on every request, and on small ones nothing better exists."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiping.core.assignment import explain, request, solve
from zhiping.core.assignment.explain import MoreExperts, RaiseLoad, ReleaseKept, Remedy, Shortage
from zhiping.core.assignment.request import Entry, Expert, Pair, Request

WISHES = settings(max_examples=60)


def pool(count: int, at_most: int = 9, **facts: object) -> tuple[Expert, ...]:
    return tuple(Expert(n, at_most, **facts) for n in range(1, count + 1))  # type: ignore[arg-type]


def entries(count: int, reviewers: int, field: str = "") -> tuple[Entry, ...]:
    return tuple(Entry(100 + n, reviewers, field) for n in range(1, count + 1))


def panels(pairs: tuple[Pair, ...]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for entry, expert in pairs:
        found.setdefault(entry, set()).add(expert)
    return found


@st.composite
def requests(draw: st.DrawFn, *, most_entries: int = 3, most_experts: int = 4) -> Request:
    flags = st.booleans()
    experts = tuple(
        Expert(
            n,
            at_most=(most := draw(st.integers(0, 3))),
            at_least=draw(st.integers(0, most)),
            fields=frozenset(draw(st.sets(st.sampled_from("fg")))),
            skills=frozenset({"method"} if draw(flags) else ()),
            groups=frozenset({draw(st.sampled_from(["a", "b", "c"]))}),
        )
        for n in range(draw(st.integers(1, most_experts)))
    )
    wanted = tuple(
        Entry(100 + n, draw(st.integers(1, 3)), draw(st.sampled_from("fg")))
        for n in range(draw(st.integers(1, most_entries)))
    )
    pairs = [(a.id, e.id) for a, e in product(wanted, experts)]
    forbidden = frozenset(pair for pair in pairs if draw(st.integers(0, 4)) == 0)
    return Request(
        experts,
        wanted,
        seed=draw(st.sampled_from(["s", "t"])),
        forbidden=forbidden,
        affinity={pair: draw(st.integers(0, 5)) * 100 for pair in pairs if draw(flags)},
        skill="method",
        skilled=draw(st.integers(0, 2)),
        group_at_most=draw(st.sampled_from([None, 1, 2])),
        same_field_only=draw(flags),
    )


def quality(asked: Request, chosen: frozenset[Pair]) -> tuple[int, int, int, int] | None:
    """Return (seats, skilled, loads, worth) of a set of pairs, higher is better; None when it is not allowed."""
    experts, loads = {e.id: e for e in asked.experts}, Counter(expert for _, expert in chosen)
    if any(loads[e.id] > e.at_most for e in asked.experts):
        return None
    skilled = worth = 0
    for entry in asked.entries:
        panel = [experts[e] for a, e in sorted(chosen) if a == entry.id]
        groups = Counter(group for member in panel for group in member.groups)
        limit = asked.group_limit(entry) if entry.reviewers > 1 else 1
        if len(panel) > entry.reviewers or any(held > limit for held in groups.values()):
            return None
        if not all(asked.may_review(entry, member) for member in panel):
            return None
        skilled += min(sum("method" in m.skills for m in panel), asked.skilled, entry.reviewers)
        worth += sum(asked.worth(entry, member) for member in panel)
    return len(chosen), skilled, sum(min(loads[e.id], e.at_least) for e in asked.experts), worth


@WISHES
@given(requests(most_entries=3, most_experts=3))
def test_nothing_better_exists(asked: Request) -> None:
    found = quality(asked, frozenset(solve.solve(asked).pairs))

    pairs = [(a.id, e.id) for a, e in product(asked.entries, asked.experts)]
    every = (quality(asked, frozenset(c)) for size in range(len(pairs) + 1) for c in combinations(pairs, size))
    assert found == max(q for q in every if q is not None)


@WISHES
@given(requests(most_entries=2, most_experts=3), requests(most_entries=1, most_experts=1))
def test_nothing_better_exists_beside_what_stands(before: Request, more: Request) -> None:
    standing = frozenset(solve.solve(before).pairs)
    new = tuple(replace(entry, id=999) for entry in more.entries)
    asked = replace(before, keep=standing, entries=(*before.entries, *new), seed="another")

    found = quality(asked, frozenset(solve.solve(asked).pairs))

    free = [p for p in ((a.id, e.id) for a, e in product(asked.entries, asked.experts)) if p not in standing]
    every = (quality(asked, standing | set(c)) for size in range(len(free) + 1) for c in combinations(free, size))
    assert found == max(q for q in every if q is not None)


def test_an_expert_is_asked_in_other_fields_than_the_known_ones_and_worth_what_is_known() -> None:
    entries = (Entry(1, 1, "service"), Entry(2, 1, "building"))
    experts = (
        Expert(1, 1, fields=frozenset({"service"}), asked_in=frozenset({"building"})),
        Expert(2, 1, fields=frozenset({"service"}), asked_in=frozenset({"service"})),
    )

    answer = solve.solve(Request(experts, entries, seed="s", same_field_only=True))

    assert (answer.pairs, answer.worth) == (((1, 2), (2, 1)), 100)


@WISHES
@given(requests(most_entries=6, most_experts=6))
def test_answer_keeps_every_promise_and_counts_its_own_shortages(asked: Request) -> None:
    answer = solve.solve(asked)

    assert quality(asked, frozenset(answer.pairs)) is not None
    held = panels(answer.pairs)
    loads = Counter(expert for _, expert in answer.pairs)
    assert answer.loads == {e.id: loads[e.id] for e in asked.experts}
    assert answer.underloaded == {e.id: e.at_least - loads[e.id] for e in asked.experts if loads[e.id] < e.at_least}
    assert answer.missing == {
        a.id: a.reviewers - len(held.get(a.id, ())) for a in asked.entries if len(held.get(a.id, ())) < a.reviewers
    }
    methods = {e.id for e in asked.experts if e.skills}
    short = {a.id: min(asked.skilled, a.reviewers) - len(held.get(a.id, set()) & methods) for a in asked.entries}
    assert answer.missing_skill == {entry: count for entry, count in short.items() if count > 0}
    assert answer.complete == (not answer.missing and not answer.missing_skill)


@WISHES
@given(requests(most_entries=5, most_experts=5), st.randoms(use_true_random=False))
def test_neither_order_of_experts_nor_of_entries_changes_the_answer(asked: Request, random: Random) -> None:
    experts, wanted = list(asked.experts), list(asked.entries)
    random.shuffle(experts)
    random.shuffle(wanted)

    assert solve.solve(replace(asked, experts=tuple(experts), entries=tuple(wanted))) == solve.solve(asked)


@WISHES
@given(requests(most_entries=5, most_experts=5))
def test_rerun_keeps_what_stands(asked: Request) -> None:
    first = solve.solve(asked)
    again = replace(asked, keep=frozenset(first.pairs), entries=(*asked.entries, Entry(999, 1, "f")), seed="another")

    assert set(solve.solve(again).pairs) >= set(first.pairs)


def applied(asked: Request, remedies: tuple[Remedy, ...]) -> Request:
    """Return the request with the remedies carried out."""
    raises = {r.expert_id: r.by for r in remedies if isinstance(r, RaiseLoad)}
    experts = [replace(e, at_most=e.at_most + raises.get(e.id, 0)) for e in asked.experts]
    for wish in (r for r in remedies if isinstance(r, MoreExperts)):
        experts.extend(
            Expert(1000 + len(experts), 99, 0, frozenset({wish.field}), frozenset({wish.skill} - {""}))
            for _ in range(wish.count)
        )
    released = {r.expert_id for r in remedies if isinstance(r, ReleaseKept)}
    return replace(asked, experts=tuple(experts), keep=frozenset(p for p in asked.keep if p[1] not in released))


@WISHES
@given(requests(most_entries=6, most_experts=6))
def test_remedies_of_all_together_fill_every_seat_and_none_asks_for_more_than_it_lacks(asked: Request) -> None:
    answer = solve.solve(asked)
    shortages = explain.explain(asked, answer)

    helped = solve.solve(applied(asked, explain.plan(shortages)))

    assert {s.application_id for s in shortages} == {*answer.missing, *answer.missing_skill}
    assert helped.complete
    for shortage in shortages:
        units = sum(r.count if isinstance(r, MoreExperts) else 1 for r in shortage.remedies)
        assert units == max(shortage.missing, shortage.missing_skill)


@WISHES
@given(requests(most_entries=4, most_experts=5))
def test_remedies_of_one_application_leave_the_others_no_worse(asked: Request) -> None:
    answer = solve.solve(asked)

    for shortage in explain.explain(asked, answer):
        helped = solve.solve(applied(asked, shortage.remedies))
        # a new expert may help others too
        assert sum(helped.missing.values()) <= sum(answer.missing.values()) - shortage.missing


def test_worth_of_the_field_is_respected() -> None:
    experts = (Expert(1, 1, fields=frozenset({"f"})), Expert(2, 1, fields=frozenset({"g"})))
    asked = Request(experts, (Entry(101, 1, "g"), Entry(102, 1, "f")), seed="s")

    answer = solve.solve(asked)

    assert (answer.pairs, answer.worth) == (((101, 2), (102, 1)), 200)


def test_seed_decides_between_equals_and_the_same_seed_always_alike() -> None:
    asked = Request(pool(8), entries(5, 3), seed="2024")

    answers = {seed: solve.solve(replace(asked, seed=seed)).pairs for seed in ("2024", "2025", "2026")}

    assert len(set(answers.values())) == 3
    assert solve.solve(asked).pairs == answers["2024"]


def test_least_loads_are_met_before_worth_is_counted() -> None:
    experts = (Expert(1, 9, fields=frozenset({"f"})), Expert(2, 9, at_least=2))

    answer = solve.solve(Request(experts, entries(4, 1, "f"), seed="s"))

    assert (answer.loads, answer.worth, answer.underloaded) == ({1: 2, 2: 2}, 200, {})


def test_panel_never_comes_from_one_unit_alone() -> None:
    mixed = tuple(
        Expert(n, 9, fields=frozenset({"f"} if n < 4 else ()), groups=frozenset({f"organisation:{n // 4}"}))
        for n in range(1, 6)
    )

    for held in panels(solve.solve(Request(mixed, entries(3, 3, "f"), seed="s")).pairs).values():
        assert len(held & {1, 2, 3}) == 2


def test_kept_pair_with_a_new_conflict_is_dropped_and_said_so() -> None:
    asked = Request(
        pool(3), entries(1, 2), seed="s", keep=frozenset({(101, 1), (101, 2)}), forbidden=frozenset({(101, 1)})
    )

    answer = solve.solve(asked)

    assert (answer.pairs, answer.dropped) == (((101, 2), (101, 3)), ((101, 1),))


def test_kept_pairs_stand_even_above_load_number_and_mix() -> None:
    experts = pool(2, at_most=0, groups=frozenset({"organisation:1"}))
    asked = Request(experts, (Entry(101, 1), Entry(102, 2)), seed="s", keep=frozenset(product((101, 102), (1, 2))))

    answer = solve.solve(asked)

    assert answer.pairs == ((101, 1), (101, 2), (102, 1), (102, 2))
    assert answer.complete


@pytest.mark.parametrize(
    ("experts", "wanted", "missing"),
    [((), (), {}), (pool(2), (), {}), ((), entries(2, 2), {101: 2, 102: 2})],
)
def test_empty_requests_have_empty_answers(
    experts: tuple[Expert, ...], wanted: tuple[Entry, ...], missing: dict[int, int]
) -> None:
    answer = solve.solve(Request(experts, wanted, seed="s"))

    assert (answer.pairs, answer.missing) == ((), missing)


def test_fractional_programme_is_solved_in_whole_numbers() -> None:
    # three experts pairwise in one group: the linear programme would seat half of each
    experts = tuple(Expert(n, 9, groups=frozenset({f"g{n}", f"g{n % 3 + 1}"})) for n in (1, 2, 3))

    answer = solve.solve(Request(experts, entries(1, 3), seed="s", group_at_most=1))

    assert (len(answer.pairs), answer.missing) == (1, {101: 2})


def test_full_experts_are_raised_one_each_the_best_fitting_first() -> None:
    experts = (Expert(1, 1), Expert(2, 1, fields=frozenset({"f"})), Expert(3, 1), Expert(4, 0, fields=frozenset({"f"})))
    asked = Request(experts, entries(3, 2, "f"), seed="s", forbidden=frozenset((100 + n, 1) for n in (1, 2, 3)))

    answer = solve.solve(asked)
    shortages = explain.explain(asked, answer)

    assert {(s.conflict, s.other_field, s.same_group) for s in shortages} == {(1, 0, 0)}
    assert [(s.missing, s.full) for s in shortages] == [(2, 3), (1, 2), (1, 2)]
    assert explain.plan(shortages) == (RaiseLoad(2, 2), RaiseLoad(4, 2))


def test_field_without_anybody_needs_new_experts_and_says_how_many() -> None:
    experts = (*pool(2, fields=frozenset({"building"})), Expert(3, 9, fields=frozenset({"service"})))
    asked = Request(
        experts,
        entries(2, 3, "building"),
        seed="s",
        same_field_only=True,
        forbidden=frozenset({(101, 1)}),
        group_at_most=3,
    )

    answer = solve.solve(asked)

    assert explain.explain(asked, answer) == (
        Shortage(101, 2, 0, 1, 1, 0, 0, (MoreExperts(2, "building"),)),
        Shortage(102, 1, 0, 0, 1, 0, 0, (MoreExperts(1, "building"),)),
    )
    assert explain.plan(explain.explain(asked, answer)) == (MoreExperts(2, "building"),)


def test_missing_skill_names_the_skilled_expert_who_is_full() -> None:
    experts = (*pool(3), Expert(9, 1, skills=frozenset({"method"})))
    asked = Request(experts, entries(2, 2), seed="s", skill="method", skilled=1)

    answer = solve.solve(asked)
    (shortage,) = explain.explain(asked, answer)

    assert answer.missing == {}
    assert (shortage.missing, shortage.missing_skill, shortage.full) == (0, 1, 1)
    assert shortage.remedies == (RaiseLoad(9),)


def test_panel_from_one_unit_asks_for_somebody_from_outside_it() -> None:
    asked = Request(pool(4, groups=frozenset({"organisation:1"})), entries(1, 3), seed="s")

    (shortage,) = explain.explain(asked, solve.solve(asked))

    assert (shortage.missing, shortage.same_group) == (1, 2)
    assert shortage.remedies == (MoreExperts(1, "", outside=frozenset({"organisation:1"})),)


@pytest.mark.parametrize(
    ("at_most", "remedies"), [(1, (ReleaseKept(1),)), (0, (ReleaseKept(1), RaiseLoad(9)))], ids=["free", "full"]
)
def test_kept_panel_without_skill_must_let_one_go(at_most: int, remedies: tuple[Remedy, ...]) -> None:
    experts = (*pool(2), Expert(9, at_most, skills=frozenset({"method"})))
    asked = Request(experts, entries(1, 2), seed="s", skill="method", skilled=1, keep=frozenset({(101, 1), (101, 2)}))

    shortages = explain.explain(asked, solve.solve(asked))

    assert explain.plan(shortages) == tuple(sorted(remedies, key=lambda r: isinstance(r, ReleaseKept)))
    assert shortages[0].remedies == remedies
    assert solve.solve(applied(asked, explain.plan(shortages))).complete


@pytest.mark.parametrize(
    ("facts", "match"),
    [
        ({"experts": (Expert(1, 1), Expert(1, 2))}, "given twice"),
        ({"entries": (Entry(1, 1), Entry(1, 1))}, "given twice"),
        ({"experts": (Expert(1, 1, at_least=2),)}, "at_least <= at_most"),
        ({"entries": (Entry(1, 0),)}, "at least one reviewer"),
        ({"group_at_most": 0}, "must be positive"),
        ({"keep": frozenset({(1, 1)})}, "not given"),
    ],
)
def test_senseless_requests_are_refused(facts: dict[str, object], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        Request(**{"experts": (), "entries": (), "seed": "s"} | facts)  # type: ignore[arg-type]


def test_sole_reviewer_may_come_from_any_group() -> None:
    asked = Request(pool(1, groups=frozenset({"organisation:1"})), entries(1, 1), seed="s")

    assert request.fits_groups(asked, asked.entries[0], asked.experts[0], [])
    assert solve.solve(asked).complete
