"""Pure rules of the recommending unit: opinion and reason, the statistics table with its computed rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhiping.core.errors import RuleViolation

ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a recommender reports. at_most: the figure it cannot exceed, "" for none."""

    id: str
    label: str
    label_en: str
    at_most: str = ""


FIGURES: tuple[Figure, ...] = (
    Figure("companies", "推行全面质量管理的企业数", "Firms running total quality management"),
    Figure("employees", "职工总数", "Employees"),
    Figure("participants", "参加小组活动人数", "People in teams", "employees"),
    Figure("registered", "本年注册小组数", "Teams registered this year"),
    Figure("active", "本年开展活动小组数", "Teams active this year", "registered"),
    Figure("outcomes", "本年成果数", "Outcomes this year", "active"),
    Figure("trained", "参加培训人数", "People trained", "employees"),
    Figure("benefit", "直接经济效益（万元）", "Direct benefit (10,000 yuan)"),
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that is computed, never typed. percent: one decimal place, None when nothing can be divided."""

    id: str
    label: str
    label_en: str
    percent: Decimal | None


def rates(figures: Mapping[str, int]) -> list[Rate]:
    """Compute 普及率, 活动率 and 成果率 from the reported figures. Source: qc-2020 附件2-2."""
    return [
        Rate("spread", "普及率", "Spread", _percent(figures.get("participants"), figures.get("employees"))),
        Rate("activity", "活动率", "Activity", _percent(figures.get("active"), figures.get("registered"))),
        Rate("yield", "成果率", "Yield", _percent(figures.get("outcomes"), figures.get("registered"))),
    ]


def _percent(part: int | None, whole: int | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(ONE_PLACE, ROUND_HALF_UP)


def check_figures(figures: Mapping[str, int]) -> None:
    """Refuse a statistics table that lacks a figure or contradicts itself.

    Raises: RuleViolation("statistics.missing" | "statistics.negative" | "statistics.contradicts").
    """
    labels = {figure.id: figure.label for figure in FIGURES}
    for figure in FIGURES:
        value = figures.get(figure.id)
        if value is None:
            raise RuleViolation("statistics.missing", figure=figure.label)
        if value < 0:
            raise RuleViolation("statistics.negative", figure=figure.label)
        if figure.at_most and value > figures[figure.at_most]:
            raise RuleViolation("statistics.contradicts", figure=figure.label, limit=labels[figure.at_most])


def check_opinion(opinion: str) -> None:
    """Refuse an opinion or a reason without words. Raises: RuleViolation("recommendation.opinion_missing")."""
    if not opinion.strip():
        raise RuleViolation("recommendation.opinion_missing")


def check_points(points: Decimal | None, *, asked: bool, maximum: Decimal) -> None:
    """Refuse points outside 0 … maximum, or none where the edition asks for them.

    Raises: RuleViolation("recommendation.points_missing" | "recommendation.points_out_of_range").
    """
    if points is None:
        if asked:
            raise RuleViolation("recommendation.points_missing")
        return
    if not Decimal(0) <= points <= maximum:
        raise RuleViolation("recommendation.points_out_of_range", maximum=maximum)


@dataclass(frozen=True, slots=True)
class Place:
    """A place somebody gives a case among those of its group. rank: 1 is best; None for no place."""

    case_id: int
    group: str
    rank: int | None


def check_places(places: Iterable[Place]) -> None:
    """Refuse places below 1 and a place given twice in one group.

    Raises: RuleViolation("ranking.not_positive" | "ranking.twice").
    """
    taken: set[tuple[str, int]] = set()
    for place in places:
        if place.rank is None:
            continue
        if place.rank < 1:
            raise RuleViolation("ranking.not_positive", rank=place.rank)
        if (place.group, place.rank) in taken:
            raise RuleViolation("ranking.twice", rank=place.rank, group=place.group)
        taken.add((place.group, place.rank))
