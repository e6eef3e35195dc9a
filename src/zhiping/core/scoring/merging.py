"""From several experts' totals to one, by a formula anyone can follow by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhiping.core.identifiers import Id
from zhiping.core.scoring.rounding import mean, round_points

Rule = Literal["mean", "mean_drop_extremes", "median", "rater_adjusted"]
Standing = Literal["kept", "dropped_low", "dropped_high", "excluded", "missing"]

DROP_FROM = 5
FEWEST_TO_DROP = 3


@dataclass(frozen=True, slots=True)
class Total:
    """One expert's total of one application; points None while not handed in; excluded after a recusal."""

    expert_id: Id
    points: Decimal | None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one expert's total: raw points, points as counted (after severity), and how it stands."""

    expert_id: Id
    raw: Decimal | None
    counted: Decimal | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Merged:
    """One application's merged result.

    points: rounded half up to two places, None when no expert's total counts. raw_mean: plain mean of every valid
    total, shown beside an adjusted one. marks: one for each total given, in the order of the experts' ids.
    """

    rule: Rule
    points: Decimal | None
    raw_mean: Decimal | None
    marks: tuple[Mark, ...]

    @property
    def valid_count(self) -> int:
        """Return how many experts handed in a total that is not excluded."""
        return sum(mark.counted is not None for mark in self.marks)

    @property
    def spread(self) -> Decimal | None:
        """Return the distance between the highest and the lowest valid raw total."""
        raws = [mark.raw for mark in self.marks if mark.counted is not None and mark.raw is not None]
        return max(raws) - min(raws) if raws else None


def merge(
    totals: Sequence[Total],
    rule: Rule,
    *,
    drop_from: int = DROP_FROM,
    severities: Mapping[Id, Decimal] | None = None,
) -> Merged:
    """Merge the experts' totals of one application.

    Recused and missing totals never count. "mean_drop_extremes" leaves out exactly one lowest and one highest total
    when at least `drop_from` are valid (among equals the one of the lowest expert id), and is the plain mean below.
    "rater_adjusted" is the mean of total + severity; an expert without a severity counts as given.
    Args: drop_from: at least 3, or nothing would be left. severities: expert → points added to a severe expert's
    totals (negative for a lenient one), as core.scoring.severity estimates them; only for "rater_adjusted".
    Raises: ValueError for an expert named twice, for "rater_adjusted" without severities, for drop_from below 3.
    Source: default (2 places, half up; no trimming below 5 experts, where it would leave too few).
    """
    _check_request(totals, rule, drop_from, severities)
    given = severities if rule == "rater_adjusted" and severities else {}
    marks = [_mark(total, given) for total in sorted(totals, key=lambda total: total.expert_id)]
    if rule == "mean_drop_extremes":
        marks = _drop_extremes(marks, drop_from)
    kept = [mark.counted for mark in marks if mark.standing == "kept" and mark.counted is not None]
    raws = [mark.raw for mark in marks if mark.counted is not None and mark.raw is not None]
    points = None
    if kept:
        points = round_points(_median(kept) if rule == "median" else mean(kept))
    return Merged(rule, points, round_points(mean(raws)) if raws else None, tuple(marks))


def _check_request(
    totals: Sequence[Total], rule: Rule, drop_from: int, severities: Mapping[Id, Decimal] | None
) -> None:
    if len({total.expert_id for total in totals}) != len(totals):
        msg = "an expert has more than one total"
        raise ValueError(msg)
    if drop_from < FEWEST_TO_DROP:
        msg = "dropping the highest and the lowest needs at least 3 totals"
        raise ValueError(msg)
    if rule == "rater_adjusted" and severities is None:
        msg = "rater_adjusted needs the experts' severities"
        raise ValueError(msg)


def _mark(total: Total, severities: Mapping[Id, Decimal]) -> Mark:
    if total.excluded:
        return Mark(total.expert_id, total.points, None, "excluded")
    if total.points is None:
        return Mark(total.expert_id, None, None, "missing")
    return Mark(total.expert_id, total.points, total.points + severities.get(total.expert_id, Decimal(0)), "kept")


def _drop_extremes(marks: list[Mark], drop_from: int) -> list[Mark]:
    valid = [(mark.counted, place) for place, mark in enumerate(marks) if mark.counted is not None]
    if len(valid) < drop_from:
        return marks
    low = min(valid)[1]
    # among equal highest the first that is not already the dropped lowest, so that two different experts are dropped
    high = max((pair for pair in valid if pair[1] != low), key=lambda pair: (pair[0], -pair[1]))[1]
    standings: dict[int, Standing] = {low: "dropped_low", high: "dropped_high"}
    return [
        Mark(mark.expert_id, mark.raw, mark.counted, standings.get(place, mark.standing))
        for place, mark in enumerate(marks)
    ]


def _median(values: list[Decimal]) -> Decimal:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])


def combine_rounds(scores: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal:
    """Return the weighted mean of the merged scores of several rounds, rounded half up to two places.

    Args: weights: round → weight, in any unit (40 and 60, or 0.4 and 0.6); each positive.
    Raises: ValueError when a weight is not positive, or a round that counts has no score.
    """
    if not weights or any(weight <= 0 for weight in weights.values()):
        msg = "every round that counts needs a positive weight"
        raise ValueError(msg)
    if missing := sorted(weights.keys() - scores.keys()):
        msg = f"no score for {', '.join(missing)}"
        raise ValueError(msg)
    weighted = sum((scores[name] * weight for name, weight in weights.items()), Decimal(0))
    return round_points(weighted / sum(weights.values(), Decimal(0)))


def combine_parts(merged: Mapping[str, Decimal]) -> Decimal:
    """Return the sum of a card's parts that different reviewers scored, rounded half up to two places."""
    return round_points(sum(merged.values(), Decimal(0)))
