"""The register as an import meets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from zhiping.organisations.models import Membership, Organisation, OrganisationName
from zhiping.organisations.rules import sheet

PROFILE = tuple(column.key for column in sheet.PROFILE)


def known(codes: Iterable[str], names: Iterable[str]) -> list[sheet.Known]:
    """Return the units that lines with these codes and names may mean, and every unit above one of them.

    The whole group tree is read where a line names a parent's code, so that a circle is found.
    """
    asked = Membership.objects.filter(organisation=OuterRef("pk"), ended_at__isnull=True)
    in_a_group = Q(parent__isnull=False) | Q(subsidiaries__isnull=False)
    meant = Q(uscc__in=set(codes)) | Q(uscc__isnull=True, name__in=set(names)) | in_a_group
    rows = (
        Organisation.objects.filter(meant)
        .annotate(is_asked=Exists(asked))
        .distinct()
        .order_by("pk")
        .values("pk", "uscc", "name", "parent__uscc", "merged_into__name", "approved_at", "is_asked", *PROFILE)
    )
    called = _names([row["pk"] for row in rows])
    return [
        sheet.Known(
            id=row["pk"],
            uscc=row["uscc"] or "",
            name=row["name"],
            profile={key: row[key] for key in PROFILE},
            parent=row["parent__uscc"] or "",
            names=frozenset(called[row["pk"]]),
            merged_into=row["merged_into__name"] or "",
            is_approved=row["approved_at"] is not None or row["is_asked"],
        )
        for row in rows
    ]


def _names(ids: list[int]) -> defaultdict[int, set[tuple[str, str]]]:
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = OrganisationName.objects.filter(organisation__in=ids)
    for unit, name, kind in rows.values_list("organisation_id", "name", "kind"):
        found[unit].add((name, kind))
    return found
