"""Scorecards: what an expert may enter, and what it adds up to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.core.scoring import cards
from zhiping.core.scoring.cards import Entry, ItemSpec

HALF = Decimal("0.5")
PROBLEM_SOLVING = tuple(
    ItemSpec(name, Decimal(points), step=HALF)
    for name, points in [("topic", 15), ("causes", 30), ("measures", 20), ("effect", 20), ("report", 5), ("merit", 10)]
)
LEADERSHIP = ItemSpec("leadership", Decimal(110), kind="percent_band", step=Decimal(5))
ON_SITE = ItemSpec("on_site", Decimal(10), kind="checklist", questions=(("marked", Decimal(4)), ("clean", Decimal(6))))


def full_marks(items: tuple[ItemSpec, ...]) -> dict[str, Entry]:
    return {item.id: item.maximum for item in items}


def test_problem_solving_card_adds_up_to_a_hundred() -> None:
    assert cards.maximum(PROBLEM_SOLVING) == Decimal(100)
    assert cards.total(PROBLEM_SOLVING, full_marks(PROBLEM_SOLVING)) == Decimal(100)


def test_half_points_are_summed_exactly() -> None:
    given_points = [Decimal(text) for text in ("12.5", "25.5", "16", "17.5", "4.5", "8")]
    entries = {item.id: points for item, points in zip(PROBLEM_SOLVING, given_points, strict=True)}

    assert cards.total(PROBLEM_SOLVING, entries) == Decimal("84.0")


@pytest.mark.parametrize(
    ("item", "entry", "code"),
    [
        (PROBLEM_SOLVING[0], Decimal("15.5"), "score.above_maximum"),
        (PROBLEM_SOLVING[0], Decimal("-0.5"), "score.below_zero"),
        (PROBLEM_SOLVING[0], Decimal("12.3"), "score.off_step"),
        (PROBLEM_SOLVING[0], Decimal("NaN"), "score.wrong_kind"),
        (PROBLEM_SOLVING[0], {"marked": True}, "score.wrong_kind"),
        (LEADERSHIP, Decimal(101), "score.above_maximum"),
        (LEADERSHIP, Decimal(67), "score.off_step"),
        (ON_SITE, Decimal(3), "score.wrong_kind"),
        (ON_SITE, {"marked": True}, "score.unanswered"),
        (ON_SITE, {"marked": True, "clean": True, "other": False}, "score.unknown_question"),
    ],
)
def test_entry_that_a_line_does_not_allow_is_refused(item: ItemSpec, entry: Entry, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        cards.check_entry(item, entry)

    assert (refusal.value.code, refusal.value.facts["item"]) == (code, item.id)


@pytest.mark.parametrize("percent", [5, 10, 25, 30, 45, 50, 65, 70, 85, 90, 100, 0])
def test_both_ends_of_every_band_are_allowed(percent: int) -> None:
    assert cards.check_entry(LEADERSHIP, Decimal(percent)) == Decimal(110) * percent / 100


@pytest.mark.parametrize("percent", ["5.5", "6", "7", "9.9", "25.5", "26", "29", "45.5", "49", "66", "69", "86", "89"])
def test_percentage_between_two_bands_is_refused(percent: str) -> None:
    any_step = ItemSpec("leadership", Decimal(110), kind="percent_band")

    with pytest.raises(RuleViolation, match=r"score\.outside_bands"):
        cards.check_entry(any_step, Decimal(percent))


@pytest.mark.parametrize(
    ("marked", "clean", "points"), [(True, True, 10), (True, False, 4), (False, True, 6), (False, False, 0)]
)
def test_checklist_earns_the_points_of_each_yes(marked: bool, clean: bool, points: int) -> None:
    assert cards.check_entry(ON_SITE, {"marked": marked, "clean": clean}) == Decimal(points)


def test_weights_multiply_points_in_total_and_maximum() -> None:
    items = (ItemSpec("idea", Decimal(10), weight=Decimal("0.4")), ItemSpec("effect", Decimal(10), weight=Decimal(6)))

    assert cards.maximum(items) == Decimal(64)
    assert cards.total(items, {"idea": Decimal(5), "effect": Decimal(7)}) == Decimal(44)


def test_every_fault_of_a_card_is_told_at_once_and_in_its_order() -> None:
    entries: dict[str, Entry] = full_marks(PROBLEM_SOLVING) | {"causes": Decimal(31), "bonus": Decimal(3)}
    del entries["topic"]

    with pytest.raises(RuleViolations) as refusal:
        cards.total(PROBLEM_SOLVING, entries)

    assert [(v.code, v.facts["item"]) for v in refusal.value.violations] == [
        ("score.missing", "topic"),
        ("score.above_maximum", "causes"),
        ("score.unknown_item", "bonus"),
    ]


def test_unfinished_card_has_a_running_sum_of_what_is_allowed() -> None:
    entries: dict[str, Entry] = {"topic": Decimal(12), "causes": Decimal(31), "effect": Decimal("10.5")}

    assert [v.code for v in cards.faults(PROBLEM_SOLVING, entries, complete=False)] == ["score.above_maximum"]
    assert cards.total_so_far(PROBLEM_SOLVING, entries) == Decimal("22.5")


def test_parts_of_a_card_are_totalled_by_their_own_reviewers() -> None:
    items = (ItemSpec("report", Decimal(40), part="desk"), ItemSpec("talk", Decimal(60), part="defence"))

    assert cards.items_of_part(items, "defence") == (items[1],)
    assert cards.total(cards.items_of_part(items, "desk"), {"report": Decimal(33)}) == Decimal(33)


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"maximum": Decimal(0)}, "must be positive"),
        ({"maximum": Decimal(5), "step": Decimal(0)}, "must be positive"),
        ({"maximum": Decimal(5), "weight": Decimal(-1)}, "must be positive"),
        ({"maximum": Decimal(5), "kind": "checklist", "questions": (("a", Decimal(4)),)}, "add up"),
    ],
)
def test_line_that_no_entry_could_satisfy_is_refused(values: dict[str, object], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        ItemSpec("odd", **values)  # type: ignore[arg-type]


@given(
    st.lists(st.integers(1, 60).flatmap(lambda halves: st.tuples(st.just(halves), st.integers(0, halves))), min_size=1)
)
def test_total_of_allowed_entries_is_their_exact_sum_and_never_above_the_maximum(lines: list[tuple[int, int]]) -> None:
    items = tuple(ItemSpec(str(n), most * HALF, step=HALF) for n, (most, _) in enumerate(lines))
    entries: dict[str, Entry] = {str(n): given * HALF for n, (_, given) in enumerate(lines)}

    result = cards.total(items, entries)

    assert result * 2 == sum(given for _, given in lines)
    assert result <= cards.maximum(items)
    assert cards.total_so_far(items, entries) == result
