"""Pure rules of the statistics table: rates are computed, contradictions refused, what is unusual explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhiping.core.definition.statistics import Figure, Rate, StatisticsTable
from zhiping.core.definition.vocabulary import Severity
from zhiping.core.errors import RuleViolation

ONE_PLACE = Decimal("0.1")
LARGEST = Decimal(10) ** 12
Figures = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Computed:
    """A rate with its value. percent: one decimal place, half up; None when there is nothing to divide by."""

    rate: Rate
    percent: Decimal | None


def rates(table: StatisticsTable, figures: Figures) -> list[Computed]:
    """Compute the table's rates, such as 成果率 = 成果 ÷ 注册 and 普及率 = 参加人数 ÷ 职工总数.

    Source: qc-2020 附件2-2; the columns as the edition's definition has them.
    """
    return [Computed(rate, _percent(figures.get(rate.of), figures.get(rate.per))) for rate in table.rates]


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (part * 100 / whole).quantize(ONE_PLACE, ROUND_HALF_UP)


def total(table: StatisticsTable, several: Iterable[Figures]) -> dict[str, Decimal]:
    """Add several tables up, figure by figure; what a table lacks counts nothing."""
    found = {figure.id: Decimal(0) for figure in table.figures}
    for figures in several:
        for name in found:
            found[name] += figures.get(name, Decimal(0))
    return found


def faults(table: StatisticsTable, figures: Figures) -> list[RuleViolation]:
    """Return why a table cannot be taken: every figure that is missing, malformed or contradicts another.

    Returns: RuleViolation("statistics.missing" | "statistics.negative" | "statistics.too_large" |
    "statistics.too_fine" | "statistics.contradicts"), in the order of the table.
    """
    found = []
    for figure in table.figures:
        value = figures.get(figure.id)
        if value is None:
            found.append(RuleViolation("statistics.missing", figure=figure.label))
        elif value < 0:
            found.append(RuleViolation("statistics.negative", figure=figure.label))
        elif value >= LARGEST:
            found.append(RuleViolation("statistics.too_large", figure=figure.label))
        elif value != round(value, figure.decimals):
            found.append(RuleViolation("statistics.too_fine", figure=figure.label, places=figure.decimals))
        elif figure.otherwise == Severity.REFUSE and (limit := _exceeded(table, figure, figures)):
            found.append(RuleViolation("statistics.contradicts", figure=figure.label, limit=limit.label))
    return found


def _exceeded(table: StatisticsTable, figure: Figure, figures: Figures) -> Figure | None:
    """Return the figure that this one should not exceed and does."""
    limit = next((one for one in table.figures if one.id == figure.not_above), None)
    if limit is None or limit.id not in figures or figures[figure.id] <= figures[limit.id]:
        return None
    return limit


def doubts(table: StatisticsTable, figures: Figures, before: Figures | None) -> list[RuleViolation]:
    """Return what is unusual in a table without faults, so that it has to be explained.

    Args: before: the same unit's figures of the year before, None where there are none.
    Returns: RuleViolation("statistics.rarely_above" | "statistics.unusual_rate" | "statistics.unusual_change").
    """
    found = [
        RuleViolation("statistics.rarely_above", figure=figure.label, limit=limit.label)
        for figure in table.figures
        if figure.otherwise == Severity.WARN and (limit := _exceeded(table, figure, figures))
    ]
    found += [
        RuleViolation("statistics.unusual_rate", rate=one.rate.label, percent=one.percent, usual=_usual(one.rate))
        for one in rates(table, figures)
        if _is_unusual(one)
    ]
    return found + _changes(table, figures, before or {})


def _is_unusual(one: Computed) -> bool:
    low, high = one.rate.at_least, one.rate.at_most
    if one.percent is None:
        return False
    return (low is not None and one.percent < low) or (high is not None and one.percent > high)


def _usual(rate: Rate) -> str:
    """Say the usual range as numbers, which read alike in both languages: "5%–100%", "≥ 30%", "≤ 100%"."""
    if rate.at_least is None:
        return f"≤ {rate.at_most}%"
    return f"≥ {rate.at_least}%" if rate.at_most is None else f"{rate.at_least}%–{rate.at_most}%"


def _changes(table: StatisticsTable, figures: Figures, before: Figures) -> list[RuleViolation]:
    if table.change is None:
        return []
    times = table.change.times
    return [
        RuleViolation("statistics.unusual_change", figure=figure.label, now=now, before=then, times=times)
        for figure in table.figures
        if (then := before.get(figure.id)) and not then / times <= (now := figures[figure.id]) <= then * times
    ]
