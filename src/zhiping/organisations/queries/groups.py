"""Read the group tree: who stands above a unit, and the whole group around it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zhiping.organisations.models import Organisation

MOST = 500
"""Units shown of one group; the largest group companies have a few hundred."""
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit of a group with what stands below it."""

    unit: Organisation
    below: tuple[Branch, ...] = ()


def ancestors(organisation_id: int) -> list[Organisation]:
    """Return the units above this one, nearest first; a circle, should one ever stand, ends where it closes."""
    found: list[Organisation] = []
    seen = {organisation_id}
    above = Organisation.objects.select_related("parent").get(pk=organisation_id).parent
    while above is not None and above.pk not in seen:
        seen.add(above.pk)
        found.append(above)
        above = Organisation.objects.select_related("parent").get(pk=above.pk).parent
    return found


def tree(organisation_id: int) -> Branch:
    """Return the whole group to which a unit belongs, from its head down; one query a level."""
    line = ancestors(organisation_id)
    head = line[-1] if line else Organisation.objects.get(pk=organisation_id)
    below: defaultdict[int, list[Organisation]] = defaultdict(list)
    level, known = [head.pk], 1
    for _depth in range(DEEPEST):
        children = Organisation.objects.filter(parent__in=level, merged_into__isnull=True)
        found = list(children.order_by("name", "pk")[: MOST - known])
        for child in found:
            below[child.parent_id or 0].append(child)
        level, known = [child.pk for child in found], known + len(found)
        if not level or known >= MOST:
            break
    return _branch(head, below)


def _branch(unit: Organisation, below: dict[int, list[Organisation]]) -> Branch:
    return Branch(unit, tuple(_branch(child, below) for child in below.get(unit.pk, ())))
