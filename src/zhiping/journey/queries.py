"""Views over several stages: who one is, what one may see, how many cases stand where."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count

from zhiping.accounts.models import OfficeRole, User
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Expert
from zhiping.organisations.models import Membership
from zhiping.programmes.models import Edition


def capacities(user: User) -> list[Actor]:
    """Return every capacity in which this person may act now, offices first."""
    found = [
        Actor(user.pk, Role(o.office), None, f"{o.body or o.get_office_display()} · {user.name}")
        for o in OfficeRole.objects.filter(user=user, ended_at__isnull=True).order_by("id")
    ]
    expert = Expert.objects.filter(user=user, is_active=True).first()
    if expert:
        found.append(Actor(user.pk, Role.EXPERT, expert.pk, f"专家 · {user.name}"))
    standing = Membership.objects.filter(user=user, approved_at__isnull=False, ended_at__isnull=True)
    found += [
        Actor(user.pk, Role(m.capacity), m.organisation_id, f"{m.organisation} {m.get_capacity_display()} · {user.name}")
        for m in standing.select_related("organisation").order_by("id")
    ]
    return found


def counts_by_state() -> dict[str, dict[str, int]]:
    """Return, per edition key, the number of applications in each state; for the cockpit and `zhiping status`."""
    counts: dict[str, dict[str, int]] = {e.key: {} for e in Edition.objects.order_by("key")}
    rows = Application.objects.values_list("edition__key", "state").annotate(n=Count("pk")).order_by()
    by_edition: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for key, state, n in rows:
        by_edition[key][state] = n
    return {key: dict(sorted(by_edition[key].items())) for key in counts}
