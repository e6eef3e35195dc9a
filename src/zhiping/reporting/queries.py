"""Count the cases of editions: one query a table, however many cases there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Count, F, QuerySet
from django.db.models.fields.json import KeyTextTransform

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
LEVELS = "levels-"
"""Before a dimension's id: the levels given by it."""


def names(edition: Edition) -> list[str]:
    """Return the ids of an edition's statistics: the whole, the levels, its dimensions, what the registers know."""
    definition = programmes.definition_of(edition)
    dimensions = list(definition.dimensions)
    given = [f"{LEVELS}{dimensions[0]}"] if dimensions and definition.levels else []
    return ["funnel", "years", *given, *dimensions, *REGISTER]


def named(edition: Edition, name: str) -> Table:
    """Return one of an edition's statistics. Raises: NotFound for an id that is none of `names`."""
    if name not in names(edition):
        raise NotFound
    if name in WHOLE:
        return WHOLE[name](edition)
    if name.startswith(LEVELS):
        return levels(edition, name.removeprefix(LEVELS))
    return by(edition, name)


def funnel(edition: Edition) -> Table:
    """Count how many cases came how far."""
    return table(
        "funnel", ("cases",), [(event, "cases", n) for event, n in _steps(edition)], _same(STEPS), ordered=True
    )


def _steps(edition: Edition) -> QuerySet[StateChange, tuple[str, int]]:
    return _reached(edition).values_list("event").annotate(n=Count("application", distinct=True)).order_by()


def _reached(edition: Edition) -> QuerySet[StateChange]:
    return StateChange.objects.filter(application__edition=edition, event__in=STEPS)


def _same(keys: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    return {key: (key, key) for key in keys}


def by(edition: Edition, ground: str) -> Table:
    """Count how many cases came how far by one ground. Raises: KeyError for one the edition has not."""
    definition = programmes.definition_of(edition)
    labels: dict[str, tuple[str, str]] = {}
    if ground in REGISTER:
        place = F(REGISTER[ground])
    else:
        labels = {one.id: (one.label, one.label_en) for one in definition.dimensions[ground]}
        place = KeyTextTransform(ground, "application__dimensions")  # type: ignore[assignment]
    counted = (
        _reached(edition)
        .annotate(ground=place)
        .values_list("ground", "event")
        .annotate(n=Count("application", distinct=True))
        .order_by()
    )
    rows = [(key or "", event, n) for key, event, n in counted]
    return table(ground, STEPS, rows, labels, ordered=ground not in REGISTER)


def levels(edition: Edition, ground: str) -> Table:
    """Count the levels given by one ground of the rules, such as the domain."""
    definition = programmes.definition_of(edition)
    labels = {one.id: (one.label, one.label_en) for one in definition.dimensions[ground]}
    counted = (
        Resolution.objects.filter(application__edition=edition)
        .exclude(level="")
        .annotate(ground=KeyTextTransform(ground, "application__dimensions"))
        .values_list("ground", "level")
        .annotate(n=Count("pk"))
        .order_by()
    )
    columns = [level.id for level in definition.levels]
    return table(
        f"levels-{ground}", columns, [(key or "", level, n) for key, level, n in counted], labels, ordered=True
    )


def years(edition: Edition) -> Table:
    """Count how many cases came how far in each year of the same programme, the oldest first."""
    editions = Edition.objects.filter(programme=edition.programme, year__lte=edition.year)
    known = {str(year): (str(year), str(year)) for year in sorted(editions.values_list("year", flat=True))}
    counted = (
        StateChange.objects.filter(application__edition__in=editions, event__in=STEPS)
        .values_list("application__edition__year", "event")
        .annotate(n=Count("application", distinct=True))
        .order_by()
    )
    return table("years", STEPS, [(str(year), event, n) for year, event, n in counted], known, ordered=True)


def entered() -> Mapping[int, int]:
    """Return how many cases were ever handed in, by edition."""
    found = Application.objects.filter(number__isnull=False).values_list("edition_id")
    return dict(found.annotate(n=Count("pk")).order_by())


WHOLE: dict[str, Callable[[Edition], Table]] = {"funnel": funnel, "years": years}
