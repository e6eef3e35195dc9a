"""Read the register of units: by code, by name, by identity."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from zhiping.asking import prepared
from zhiping.core import names
from zhiping.core.errors import NotFound
from zhiping.organisations.models import Organisation, OrganisationName, Team


def by_uscc(uscc: str) -> Organisation | None:
    """Return the standing unit with this credit code; a merged duplicate leads to its survivor."""
    found = Organisation.objects.select_related("merged_into").filter(uscc=uscc.strip().upper()).first()
    return found.merged_into or found if found else None


def by_code_or_name(typed: str) -> Organisation | None:
    """Return the standing unit that somebody means by its code or its whole name; None when it is none or several."""
    wanted = typed.strip()
    found = by_uscc(wanted)
    if found is not None or not wanted:
        return found
    named = Organisation.objects.filter(Q(name=wanted) | Q(names__name=wanted), merged_into__isnull=True).distinct()
    units = list(named.order_by("pk")[:2])
    return units[0] if len(units) == 1 else None


def get(organisation_id: int) -> Organisation:
    """Return a unit. Raises: NotFound."""
    found = find(organisation_id)
    if found is None:
        raise NotFound
    return found


def find(organisation_id: int) -> Organisation | None:
    """Return a unit, or None."""
    return _unit.first(organisation_id)


@prepared
def _unit(organisation_id: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=organisation_id).order_by()


ENTERED, APPROVED, MERGED = "entered", "approved", "merged"


def listed(text: str = "", district: str = "", state: str = "") -> QuerySet[Organisation]:
    """Return the units of the register by name.

    Args: text: a part of their name, a former or other name, or the beginning of their code. state: ENTERED (waits for
    approval, or was refused), APPROVED or MERGED (into another).
    """
    found = Organisation.objects.order_by("name", "pk")
    if text:
        called = OrganisationName.objects.filter(name__icontains=text).values("organisation")
        found = found.filter(Q(name__icontains=text) | Q(uscc__startswith=text.upper()) | Q(pk__in=called))
    if district:
        found = found.filter(district=district)
    if state == MERGED:
        return found.filter(merged_into__isnull=False)
    return found.filter(merged_into=None, approved_at__isnull=state == ENTERED) if state else found


def districts() -> list[str]:
    """Return the districts of the register."""
    named = Organisation.objects.exclude(district="").order_by("district")
    return list(named.values_list("district", flat=True).distinct())


def identity(organisation_id: int) -> QuerySet[Organisation]:
    """Return the ids under which one unit stands in records: its own, and those of the duplicates merged into it."""
    one = Organisation.objects.filter(Q(pk=organisation_id) | Q(merged_into=organisation_id))
    return one.order_by().values("pk")  # type: ignore[return-value]


def survivor(organisation_id: int) -> QuerySet[Organisation]:
    """Return the id of the unit that answers for this one now: itself, or what it was merged into."""
    one = Organisation.objects.filter(pk=organisation_id)
    return one.order_by().values_list(Coalesce("merged_into_id", "pk"), flat=True)


def is_same(organisation_id: int | None, asked_id: int | None, unit: Callable[[], Organisation | None]) -> bool:
    """Tell whether a record's unit is the one asked for, itself or as a duplicate merged into it.

    Args: unit: reads the record's unit, and is asked only when the ids differ.
    """
    if organisation_id is None or asked_id is None:
        return False
    if organisation_id == asked_id:
        return True
    found = unit()
    return found is not None and found.merged_into_id == asked_id


def teams(organisation_id: int) -> QuerySet[Team]:
    """Return the teams of a unit that may apply, by name."""
    return Team.objects.filter(organisation_id=organisation_id, is_waiting=False).order_by("name")


def teams_to_choose(organisation_id: int) -> list[Team]:
    """Return the same as a list, for a page to choose from."""
    return _teams(organisation_id)


@prepared
def _teams(organisation_id: int) -> QuerySet[Team]:
    return teams(organisation_id)


def proposed_teams(organisation_id: int) -> QuerySet[Team]:
    """Return the teams that wait for the unit's word, oldest first."""
    return Team.objects.filter(organisation_id=organisation_id, is_waiting=True).order_by("registered_at", "pk")


def all_teams(organisation_id: int) -> tuple[list[Team], list[Team]]:
    """Return the teams that may apply, and those that wait for the unit's word, by one question."""
    every = list(Team.objects.filter(organisation_id=organisation_id).order_by("name", "pk"))
    return [team for team in every if not team.is_waiting], [team for team in every if team.is_waiting]


def other_names(organisation_id: int) -> list[tuple[str, str]]:
    """Return the unit's former and other names with the word for their kind."""
    known = OrganisationName.objects.filter(organisation_id=organisation_id).order_by("kind", "name")
    return [(one.name, str(one.get_kind_display())) for one in known]


def goes_by(organisation_id: int, name: str) -> bool:
    """Tell whether this is a name of the unit: registered, former or other, of those merged with it too.

    Width, spaces and punctuation do not matter. One query for the units and one for their other names.
    """
    units = identity(organisation_id)
    known = [*Organisation.objects.filter(pk__in=units).values_list("name", flat=True)]
    known += OrganisationName.objects.filter(organisation__in=units).values_list("name", flat=True)
    return names.normalise(name) in set(map(names.normalise, known))
