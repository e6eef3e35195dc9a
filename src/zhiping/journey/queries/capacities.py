"""Who a person is here: the capacities in which the person may act."""

from __future__ import annotations

from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast

from zhiping.accounts.models import OfficeRole, User
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Expert
from zhiping.organisations.models import Membership

OFFICES, EXPERTS, UNITS = 0, 1, 2
NOBODY = Cast(Value(None), BigIntegerField())


def capacities(user: User) -> list[Actor]:
    """Return every capacity in which this person may act now: offices, expert, then units; one query."""
    offices = OfficeRole.objects.filter(user=user, ended_at__isnull=True).values_list(
        Value(OFFICES), "pk", Cast("office", CharField()), NOBODY, Cast("body", CharField())
    )
    experts = Expert.objects.filter(user=user, is_active=True).values_list(
        Value(EXPERTS),
        "pk",
        Value(Role.EXPERT.value, CharField()),
        Cast(F("pk"), BigIntegerField()),
        Value("", CharField()),
    )
    units = Membership.objects.filter(user=user, approved_at__isnull=False, ended_at__isnull=True).values_list(
        Value(UNITS), "pk", Cast("capacity", CharField()), "organisation_id", Cast("organisation__name", CharField())
    )
    rows = offices.order_by().union(experts.order_by(), units.order_by(), all=True)
    return [
        _actor(user, role, scope_id, body) for _kind, _pk, role, scope_id, body in sorted(rows, key=lambda r: r[:2])
    ]


def _actor(user: User, role: str, scope_id: int | None, body: str) -> Actor:
    """Name the capacity as pages and journal call it: "浦江精密仪表有限公司 单位管理员 · 李工"."""
    labels = dict(OfficeRole.Office.choices) | dict(Membership.Capacity.choices) | {Role.EXPERT.value: "专家"}
    standing = " ".join(part for part in (body, str(labels[role])) if part)
    return Actor(user.pk, Role(role), scope_id, f"{standing} · {user.name}")
