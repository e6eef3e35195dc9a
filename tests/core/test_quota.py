"""Quotas: who fits, who fills them, and which clause says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import quota
from zhiping.core.errors import RuleViolation
from zhiping.core.quota import Limit, Use

TWO_PER_UNIT = Limit(
    id="two_per_unit",
    at_most=2,
    per=("organisation",),
    unless=frozenset({"recommender.flag:co_creation"}),
    source="沪质协[2022]8号 三.2",
)
ONE_OF_EACH = Limit(id="one_of_each", at_most=1, per=("organisation", "recommender", "category"), source="qc-2020 三.3")


def use(number: int, organisation: str = "A", *flags: str, **keys: str | None) -> Use:
    facts = {"recommender": "R", "category": "problem_solving"} | keys
    return Use(number, {"organisation": organisation} | facts, frozenset(flags))


def test_third_outcome_of_a_unit_is_refused_with_the_clause_and_the_two_that_fill_it() -> None:
    with pytest.raises(RuleViolation) as refusal:
        quota.require(TWO_PER_UNIT, [use(1), use(2, "B"), use(3)], use(4))

    assert refusal.value.code == "quota.two_per_unit"
    assert refusal.value.facts == {
        "source": "沪质协[2022]8号 三.2",
        "at_most": 2,
        "used": 2,
        "filled_by": (1, 3),
        "keys": {"organisation": "A"},
    }


def test_second_outcome_of_a_unit_fits_and_leaves_nothing() -> None:
    answer = quota.require(TWO_PER_UNIT, [use(1)], use(4))

    assert (answer.used, answer.left, answer.filled_by, answer.group) == (1, 1, (1,), ("A",))


def test_co_creation_recommender_has_no_limit() -> None:
    answer = quota.check(TWO_PER_UNIT, [use(1), use(2)], use(3, "A", "recommender.flag:co_creation"))

    assert (answer.exceeded, answer.applies, answer.left, answer.used) == (False, False, None, 0)


@pytest.mark.parametrize(("exempt_count", "exceeded"), [(False, False), (True, True)])
def test_exempt_outcomes_fill_a_place_only_if_the_rulebook_says_so(exempt_count: bool, exceeded: bool) -> None:
    limit = Limit(
        id="two", at_most=2, per=("organisation",), source="default", unless=frozenset({"x"}), exempt_count=exempt_count
    )

    assert quota.check(limit, [use(1, "A", "x"), use(2, "A", "x")], use(3)).exceeded is exceeded


@pytest.mark.parametrize(
    ("candidate", "exceeded"),
    [
        (use(9), True),
        (use(9, category="innovative"), False),
        (use(9, recommender="S"), False),
        (use(9, "B"), False),
        (use(9, recommender=None), False),
    ],
)
def test_one_of_each_counts_unit_recommender_and_category_together(candidate: Use, exceeded: bool) -> None:
    assert quota.check(ONE_OF_EACH, [use(1)], candidate).exceeded is exceeded


def test_outcome_without_recommender_takes_no_recommenders_place() -> None:
    assert quota.check(ONE_OF_EACH, [use(1, recommender=None)], use(2)).filled_by == ()


def test_resubmission_is_not_counted_against_itself() -> None:
    assert quota.check(ONE_OF_EACH, [use(1)], use(1)).exceeded is False


def test_limit_on_one_category_says_nothing_of_another() -> None:
    limit = Limit("innovative", 0, ("organisation",), "default", where={"category": frozenset({"innovative"})})

    assert quota.check(limit, [], use(1)).applies is False
    assert quota.check(limit, [], use(1, category="innovative")).exceeded is True


def test_limit_per_nothing_counts_the_whole_edition() -> None:
    limit = Limit("edition", 2, (), "default")

    answer = quota.check(limit, [use(1, "A"), use(2, "B")], use(3, "C"))

    assert (answer.exceeded, answer.filled_by, answer.group) == (True, (1, 2), ())


def test_every_limit_answers_and_all_refusals_come_at_once() -> None:
    warning = Limit("soft", 0, ("recommender",), "default", when_exceeded="warn")

    answers = quota.check_all([TWO_PER_UNIT, ONE_OF_EACH, warning], [use(1), use(2)], use(3))

    assert [v.code for v in quota.violations(answers)] == ["quota.two_per_unit", "quota.one_of_each"]
    assert [v.code for v in quota.violations(answers, when="warn")] == ["quota.soft"]


def test_require_refuses_even_where_the_rulebook_only_warns() -> None:
    warning = Limit("soft", 0, (), "default", when_exceeded="warn")

    with pytest.raises(RuleViolation, match=r"quota\.soft"):
        quota.require(warning, [], use(1))


def test_usage_shows_every_group_and_leaves_the_exempt_and_the_unspoken_out() -> None:
    uses = [use(1), use(2, "B"), use(3), use(4, "B", "recommender.flag:co_creation"), Use(5, {"organisation": None})]

    assert quota.usage(TWO_PER_UNIT, uses) == {("A",): (1, 3), ("B",): (2,)}


def test_unsaid_key_is_a_mistake_and_not_a_way_round_the_limit() -> None:
    with pytest.raises(ValueError, match="does not say its recommender"):
        quota.check(ONE_OF_EACH, [], Use(1, {"organisation": "A", "category": "innovative"}))


def test_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        Limit("odd", -1, (), "default")


@given(
    at_most=st.integers(0, 4),
    arrivals=st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("RS"), st.sampled_from("xy")), max_size=40),
)
def test_no_group_ever_passes_its_limit_and_no_place_stays_empty_while_one_is_refused(
    at_most: int, arrivals: list[tuple[str, str, str]]
) -> None:
    limit = Limit("any", at_most, ("organisation", "recommender", "category"), "default")
    taken: list[Use] = []

    for number, (organisation, recommender, category) in enumerate(arrivals):
        candidate = use(number, organisation, recommender=recommender, category=category)
        if not quota.check(limit, taken, candidate).exceeded:
            taken.append(candidate)

    held = quota.usage(limit, taken)
    assert {group: len(ids) for group, ids in held.items()} == {
        group: min(at_most, arrivals.count(group)) for group in set(arrivals) if at_most
    }
