"""Read the statistics tables of recommenders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import Precondition


def figures_of(given: Precondition) -> dict[str, Decimal]:
    """Return the figures of a table as numbers."""
    return read(given.figures)


def read(kept: Mapping[str, object]) -> dict[str, Decimal]:
    """Return figures as they are kept, as numbers."""
    return {name: Decimal(str(number)) for name, number in kept.items()}


def figures_a_year_before(recommender: Recommender, kind: str) -> dict[str, Decimal] | None:
    """Return what the same unit reported in the programme's edition of the year before; None where it did not."""
    edition = recommender.edition
    found = Precondition.objects.filter(
        kind=kind,
        recommender__organisation=recommender.organisation,
        recommender__edition__programme=edition.programme,
        recommender__edition__year=edition.year - 1,
    ).first()
    return None if found is None else figures_of(found)
