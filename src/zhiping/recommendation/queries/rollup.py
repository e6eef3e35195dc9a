"""The statistics tables of an edition rolled up over all recommenders, and year on year (D3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhiping.core.definition.entry import Precondition as Asked
from zhiping.core.definition.statistics import StatisticsTable
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation.models import Package, Precondition
from zhiping.recommendation.queries.statistics import figures_of
from zhiping.recommendation.rules import statistics

Figures = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reported:
    """One recommender's line. figures: None while nothing was handed in. package: number of what stands, "" for none."""

    recommender: Recommender
    figures: Figures | None
    rates: list[statistics.Computed]
    remark: str
    handed_in_at: datetime | None
    package: str


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a programme: all its recommenders together."""

    year: int
    reported: int
    figures: Figures
    rates: list[statistics.Computed]


@dataclass(frozen=True, slots=True)
class RollUp:
    """An edition's tables together. total, rates: of everything handed in; years: the oldest first, this one last."""

    table: StatisticsTable
    lines: list[Reported]
    total: Figures
    rates: list[statistics.Computed]
    years: list[Year]


def roll_up(edition: Edition) -> RollUp | None:
    """Add the tables of all recommenders up; None where the edition asks for none. Five queries, however many."""
    asked = _asked(edition)
    if asked is None or asked.table is None:
        return None
    given = {
        one.recommender_id: one for one in Precondition.objects.filter(recommender__edition=edition, kind=asked.id)
    }
    packages = dict(
        Package.objects.filter(recommender__edition=edition, returned_at__isnull=True).values_list(
            "recommender_id", "number"
        )
    )
    lines = [
        _line(asked.table, one, given.get(one.pk), packages.get(one.pk, ""))
        for one in programmes.register_of(edition)
        if not one.is_virtual or one.pk in given
    ]
    total = statistics.total(asked.table, [line.figures for line in lines if line.figures is not None])
    return RollUp(asked.table, lines, total, statistics.rates(asked.table, total), _years(edition, asked.table))


def _asked(edition: Edition) -> Asked | None:
    """Return the edition's precondition that is a table; the first, should there be several."""
    asked = programmes.definition_of(edition).route.preconditions
    return next((one for one in asked if one.table is not None), None)


def _line(table: StatisticsTable, recommender: Recommender, given: Precondition | None, package: str) -> Reported:
    if given is None:
        return Reported(recommender, None, statistics.rates(table, {}), "", None, package)
    figures = figures_of(given)
    rates = statistics.rates(table, figures)
    return Reported(recommender, figures, rates, given.remark, given.handed_in_at, package)


def _years(edition: Edition, table: StatisticsTable) -> list[Year]:
    """Return every year of the programme up to this one, by this edition's figures: what a year did not ask is 0."""
    found: dict[int, list[Figures]] = {}
    same = Edition.objects.filter(programme=edition.programme, year__lte=edition.year).order_by("year")
    kinds = {one.pk: asked.id for one in same if (asked := _asked(one)) is not None}
    given = Precondition.objects.filter(recommender__edition__in=kinds).select_related("recommender")
    years = {one.pk: one.year for one in same}
    for one in given:
        if one.kind == kinds[one.recommender.edition_id]:
            found.setdefault(years[one.recommender.edition_id], []).append(figures_of(one))
    totals = {year: statistics.total(table, several) for year, several in sorted(found.items())}
    return [Year(year, len(found[year]), total, statistics.rates(table, total)) for year, total in totals.items()]
