"""Entries of the register that may be one unit, and those that were merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhiping.core import names
from zhiping.core.errors import NotFound
from zhiping.organisations.models import Merger, Organisation, OrganisationName, ToldApart


@dataclass(frozen=True, slots=True)
class Suspects:
    """Two units whose names are so alike that they may be one. why: as `core.names.like_pairs` says it."""

    first: Organisation
    second: Organisation
    why: names.Likeness


def suspects(organisation_id: int | None = None) -> list[Suspects]:
    """Return the pairs the office should look at, likest first; all, or those of one unit.

    Names of the whole register are compared, former ones and aliases too; what was told apart does not come again.
    """
    apart = set(ToldApart.objects.values_list("first_id", "second_id"))
    pairs = [pair for pair in names.like_pairs(_names()) if (pair.first, pair.second) not in apart]
    if organisation_id is not None:
        pairs = [pair for pair in pairs if organisation_id in (pair.first, pair.second)]
    return [Suspects(*units, pair.why) for pair, units in _with_units(pairs)]


def _names() -> Iterator[tuple[int, str]]:
    standing = Organisation.objects.filter(merged_into__isnull=True)
    yield from standing.order_by().values_list("pk", "name")
    others = OrganisationName.objects.filter(organisation__in=standing)
    yield from others.order_by().values_list("organisation_id", "name")


def _with_units(pairs: list[names.Pair]) -> Iterator[tuple[names.Pair, tuple[Organisation, Organisation]]]:
    units = Organisation.objects.in_bulk({pk for pair in pairs for pk in (pair.first, pair.second)})
    for pair in pairs:
        yield pair, (units[pair.first], units[pair.second])


def mergers(organisation_id: int) -> QuerySet[Merger]:
    """Return the mergers in which a unit had a part, newest first, undone ones too."""
    part = Q(duplicate=organisation_id) | Q(survivor=organisation_id)
    return Merger.objects.filter(part).select_related("duplicate", "survivor", "merged_by").order_by("-pk")


def merger(organisation_id: int, merger_id: int) -> Merger:
    """Return one of a unit's mergers. Raises: NotFound."""
    found = mergers(organisation_id).filter(pk=merger_id).first()
    if found is None:
        raise NotFound
    return found
