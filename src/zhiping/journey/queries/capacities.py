"""Who a person is here: the capacities in which the person may act."""

from __future__ import annotations

from zhiping.accounts.models import OfficeRole, User
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Expert
from zhiping.organisations.models import Membership


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
