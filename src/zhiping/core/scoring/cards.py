"""One expert's card: which entries are allowed, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhiping.core.errors import RuleViolation, RuleViolations

Kind = Literal["points", "percent_band", "checklist"]
Entry = Decimal | Mapping[str, bool]
Bands = tuple[tuple[Decimal, Decimal], ...]

HUNDRED = Decimal(100)
BANDS: Bands = tuple(
    (Decimal(low), Decimal(high)) for low, high in ((0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100))
)


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One line of a scorecard.

    Args: maximum: points for a perfect entry. kind: "points" takes points, "percent_band" a percentage of the maximum
    inside one of the bands, "checklist" a yes or no for every question. step: smallest distance between two allowed
    entries, counted from 0 (0.5 for half points, 5 for percentages in steps of five); None allows any. questions:
    id → points for yes, together the maximum. part: the part of the card, when parts have different reviewers.
    weight: what the item's points are multiplied with in the total.
    Raises: ValueError for a line that no entry could satisfy.
    Source: the edition's scorecards/*.yaml.
    """

    id: str
    maximum: Decimal
    kind: Kind = "points"
    step: Decimal | None = None
    bands: Bands = BANDS
    questions: tuple[tuple[str, Decimal], ...] = ()
    part: str = ""
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.maximum <= 0 or self.weight <= 0 or (self.step is not None and self.step <= 0):
            msg = f"item {self.id}: maximum, weight and step must be positive"
            raise ValueError(msg)
        if self.kind == "checklist" and sum(points for _, points in self.questions) != self.maximum:
            msg = f"item {self.id}: the questions' points must add up to the maximum"
            raise ValueError(msg)


def maximum(items: Sequence[ItemSpec]) -> Decimal:
    """Return the highest total a card can reach, weights included."""
    return sum((item.maximum * item.weight for item in items), Decimal(0))


def check_entry(item: ItemSpec, entry: Entry) -> Decimal:
    """Return the points, unweighted and exact, that an entry earns on a line.

    Raises: RuleViolation("score.wrong_kind" | "score.below_zero" | "score.above_maximum" | "score.off_step" |
    "score.outside_bands" | "score.unknown_question" | "score.unanswered"), each with item and what is allowed.
    """
    if item.kind == "checklist":
        return _checklist_points(item, entry)
    if not isinstance(entry, Decimal) or not entry.is_finite():
        raise RuleViolation("score.wrong_kind", item=item.id, kind=item.kind)
    highest = HUNDRED if item.kind == "percent_band" else item.maximum
    if entry < 0:
        raise RuleViolation("score.below_zero", item=item.id, entry=entry)
    if entry > highest:
        raise RuleViolation("score.above_maximum", item=item.id, entry=entry, maximum=highest)
    if item.step is not None and entry % item.step != 0:
        raise RuleViolation("score.off_step", item=item.id, entry=entry, step=item.step)
    if item.kind == "points":
        return entry
    if not any(low <= entry <= high for low, high in item.bands):
        raise RuleViolation("score.outside_bands", item=item.id, entry=entry, bands=item.bands)
    return item.maximum * entry / HUNDRED


def _checklist_points(item: ItemSpec, entry: Entry) -> Decimal:
    if isinstance(entry, Decimal):
        raise RuleViolation("score.wrong_kind", item=item.id, kind=item.kind)
    known = dict(item.questions)
    if unknown := tuple(sorted(entry.keys() - known.keys())):
        raise RuleViolation("score.unknown_question", item=item.id, questions=unknown)
    if unanswered := tuple(question for question in known if question not in entry):
        raise RuleViolation("score.unanswered", item=item.id, questions=unanswered)
    return sum((points for question, points in known.items() if entry[question]), Decimal(0))


def faults(items: Sequence[ItemSpec], entries: Mapping[str, Entry], *, complete: bool = True) -> list[RuleViolation]:
    """Return everything wrong with a card, so that an expert learns it at once.

    Args: complete: also say which lines have no entry; False for a card that is still being filled.
    Returns: in the card's order; RuleViolation("score.missing") for an empty line, ("score.unknown_item") for an
    entry without a line.
    """
    found: list[RuleViolation] = []
    for item in items:
        if item.id in entries:
            try:
                check_entry(item, entries[item.id])
            except RuleViolation as fault:
                found.append(fault)
        elif complete:
            found.append(RuleViolation("score.missing", item=item.id))
    known = {item.id for item in items}
    found.extend(RuleViolation("score.unknown_item", item=name) for name in sorted(entries.keys() - known))
    return found


def total(items: Sequence[ItemSpec], entries: Mapping[str, Entry]) -> Decimal:
    """Return the card's total: every line's points times its weight, exact and not rounded.

    Raises: RuleViolations with every fault, when a line is empty or an entry is not allowed.
    """
    if found := faults(items, entries):
        raise RuleViolations(found)
    return sum((check_entry(item, entries[item.id]) * item.weight for item in items), Decimal(0))


def total_so_far(items: Sequence[ItemSpec], entries: Mapping[str, Entry]) -> Decimal:
    """Return what the allowed entries of an unfinished card add up to, for the running sum beside the form."""
    faulty = {fault.facts["item"] for fault in faults(items, entries, complete=False)}
    return sum(
        (
            check_entry(item, entries[item.id]) * item.weight
            for item in items
            if item.id in entries and item.id not in faulty
        ),
        Decimal(0),
    )


def items_of_part(items: Sequence[ItemSpec], part: str) -> tuple[ItemSpec, ...]:
    """Return the lines one group of reviewers fills, when a card's parts have different reviewers."""
    return tuple(item for item in items if item.part == part)
