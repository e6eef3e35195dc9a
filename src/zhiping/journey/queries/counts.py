"""How many cases stand where."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count

from zhiping.applications.models import Application
from zhiping.programmes.models import Edition


def cases_of_unit(organisation_id: int) -> int:
    """Return how many cases one entry of the register has, for the office that compares two; duplicates apart."""
    return Application.objects.filter(organisation=organisation_id).count()


def counts_by_state() -> dict[str, dict[str, int]]:
    """Return, per edition key, the number of applications in each state; for the cockpit and `zhiping status`."""
    counts: dict[str, dict[str, int]] = {e.key: {} for e in Edition.objects.order_by("key")}
    rows = Application.objects.values_list("edition__key", "state").annotate(n=Count("pk")).order_by()
    by_edition: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for key, state, n in rows:
        by_edition[key][state] = n
    return {key: dict(sorted(by_edition[key].items())) for key in counts}
