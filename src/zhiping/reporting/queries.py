"""Count the cases of editions: one query for as many tables as are wanted, however many cases there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, F, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from zhiping.applications.models import Application, StateChange
from zhiping.core.errors import NotFound
from zhiping.decision.models import Resolution
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.reporting.rules import STEPS, Table, table

REGISTER = {
    "district": "application__organisation__district",
    "industry": "application__organisation__industry",
    "recommender": "application__recommender__label",
}
"""Grounds that the registers know; the dimensions of the edition's rules stand beside them."""
Counted = list[tuple[str, str, int]]
LEVELS = "levels-"
"""Before a dimension's id: the levels given by it."""


def names(edition: Edition) -> list[str]:
    """Return the ids of an edition's statistics: the whole, the levels, its dimensions, what the registers know."""
    definition = programmes.definition_of(edition)
    dimensions = list(definition.dimensions)
    given = [f"{LEVELS}{dimensions[0]}"] if dimensions and definition.levels else []
    return ["funnel", "years", *given, *dimensions, *REGISTER]


@dataclass(frozen=True, slots=True)
class _Statistic:
    """What is counted as (key, column, number), and the table that is made of it."""

    counted: QuerySet[Any, tuple[str | None, str, int]]
    made: Callable[[Counted], Table]


def named(edition: Edition, name: str) -> Table:
    """Return one of an edition's statistics. Raises: NotFound for an id that is none of `names`."""
    if name not in names(edition):
        raise NotFound
    return tables(edition, [name])[0]


def tables(edition: Edition, wanted: Sequence[str]) -> list[Table]:
    """Return some of an edition's statistics; everything is counted by one query, however many are wanted.

    Args: wanted: ids of `names`.
    """
    asked = {name: _statistic(edition, name) for name in wanted}
    first, *others = (one.counted.annotate(table=_said(name)) for name, one in asked.items())
    found: dict[str, Counted] = {name: [] for name in asked}
    for key, column, n, name in first.union(*others, all=True) if others else first:
        found[name].append((key or "", column, n))
    return [one.made(found[name]) for name, one in asked.items()]


def _statistic(edition: Edition, name: str) -> _Statistic:
    if name in WHOLE:
        return WHOLE[name](edition)
    return _levels(edition, name.removeprefix(LEVELS)) if name.startswith(LEVELS) else _by(edition, name)


def _said(text: str) -> Value:
    return Value(text, TextField())


def _counted(rows: QuerySet[Any], key: Any, column: Any, number: Aggregate) -> QuerySet[Any, Any]:
    """Count rows by key and column, both as text, so that several statistics can be asked for at once."""
    told = rows.annotate(key=Cast(key, TextField()), column=Cast(column, TextField()))
    found: QuerySet[Any, Any] = told.values_list("key", "column").annotate(n=number).order_by()
    return found


def _cases_by(rows: QuerySet[StateChange], key: Any) -> QuerySet[Any, Any]:
    return _counted(rows, key, F("event"), Count("application", distinct=True))


def _reached(edition: Edition) -> QuerySet[StateChange]:
    return StateChange.objects.filter(application__edition=edition, event__in=STEPS)


def _funnel(edition: Edition) -> _Statistic:
    """Count how many cases came how far."""

    def made(counted: Counted) -> Table:
        labels = {key: (key, key) for key in STEPS}
        return table("funnel", ("cases",), [(event, "cases", n) for event, _, n in counted], labels, ordered=True)

    return _Statistic(_cases_by(_reached(edition), F("event")), made)


def _by(edition: Edition, ground: str) -> _Statistic:
    """Count how many cases came how far by one ground: a dimension of the rules, or what the registers know."""
    if ground in REGISTER:
        return _Statistic(
            _cases_by(_reached(edition), F(REGISTER[ground])), lambda rows: table(ground, STEPS, rows, {})
        )
    place, labels = KeyTextTransform(ground, "application__dimensions"), _labels(edition, ground)
    return _Statistic(
        _cases_by(_reached(edition), place), lambda rows: table(ground, STEPS, rows, labels, ordered=True)
    )


def _levels(edition: Edition, ground: str) -> _Statistic:
    """Count the levels given by one dimension of the rules, such as the domain."""
    given = Resolution.objects.filter(application__edition=edition).exclude(level="")
    place = KeyTextTransform(ground, "application__dimensions")
    columns = [level.id for level in programmes.definition_of(edition).levels]
    labels = _labels(edition, ground)
    return _Statistic(
        _counted(given, place, F("level"), Count("pk")),
        lambda rows: table(f"{LEVELS}{ground}", columns, rows, labels, ordered=True),
    )


def _labels(edition: Edition, ground: str) -> dict[str, tuple[str, str]]:
    return {one.id: (one.label, one.label_en) for one in programmes.definition_of(edition).dimensions[ground]}


def _years(edition: Edition) -> _Statistic:
    """Count how many cases came how far in each year of the same programme, the oldest first."""
    editions = Edition.objects.filter(programme=edition.programme, year__lte=edition.year)
    known = {str(year): (str(year), str(year)) for year in sorted(editions.values_list("year", flat=True))}
    reached = StateChange.objects.filter(application__edition__in=editions, event__in=STEPS)
    return _Statistic(
        _cases_by(reached, F("application__edition__year")),
        lambda rows: table("years", STEPS, rows, known, ordered=True),
    )


def entered() -> Mapping[int, int]:
    """Return how many cases were ever handed in, by edition."""
    found = Application.objects.filter(number__isnull=False).values_list("edition_id")
    return dict(found.annotate(n=Count("pk")).order_by())


WHOLE: dict[str, Callable[[Edition], _Statistic]] = {"funnel": _funnel, "years": _years}
