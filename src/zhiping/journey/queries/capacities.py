"""Who a person is here: the capacities in which the person may act."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy

from zhiping.accounts.models import OfficeRole, User
from zhiping.asking import prepared
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Expert
from zhiping.messages import queries as messages
from zhiping.organisations.models import Membership

OFFICES, EXPERTS, UNITS, UNREAD = 0, 1, 2, 3
LABELS = {
    **dict(OfficeRole.Office.choices),
    **dict(Membership.Capacity.choices),
    Role.EXPERT.value: gettext_lazy("专家"),
}
NOBODY = Cast(Value(None), BigIntegerField())


def capacities(user: User) -> list[Actor]:
    """Return every capacity in which this person may act now: offices, expert, then units; one query."""
    return capacities_and_unread(user)[0]


def capacities_and_unread(user: User) -> tuple[list[Actor], int]:
    """Return the same, and how many messages the person has not read: what the frame of every page shows; one query."""
    rows = sorted(_rows(user.pk), key=lambda row: row[:2])
    count = next((number for kind, number, *_rest in rows if kind == UNREAD), 0)
    return [_actor(user, role, scope, body) for kind, _pk, role, scope, body in rows if kind != UNREAD], count


@prepared
def _rows(user_id: int) -> QuerySet[Any, tuple[int, int, str, int | None, str]]:
    """Return (kind, key or number, capacity, whose, name) of what the person is here, and the count of messages."""
    offices = OfficeRole.objects.filter(user=user_id, ended_at__isnull=True).values_list(
        Value(OFFICES), "pk", Cast("office", CharField()), NOBODY, Cast("body", CharField())
    )
    experts = Expert.objects.filter(user=user_id, is_active=True).values_list(
        Value(EXPERTS),
        "pk",
        Value(Role.EXPERT.value, CharField()),
        Cast(F("pk"), BigIntegerField()),
        Value("", CharField()),
    )
    units = Membership.objects.filter(user=user_id, approved_at__isnull=False, ended_at__isnull=True).values_list(
        Value(UNITS), "pk", Cast("capacity", CharField()), "organisation_id", Cast("organisation__name", CharField())
    )
    unread = messages.unread(user_id).order_by().values("to_id").annotate(n=Count("pk"))
    unread_row = unread.values_list(
        Value(UNREAD), "n", Value("", CharField()), Cast("to_id", BigIntegerField()), Value("", CharField())
    )
    return offices.order_by().union(experts.order_by(), units.order_by(), unread_row, all=True)


def _actor(user: User, role: str, scope_id: int | None, body: str) -> Actor:
    """Name the capacity as pages and journal call it: "浦江精密仪表有限公司 单位管理员 · 李工"."""
    standing = " ".join(part for part in (body, str(LABELS[role])) if part)
    return Actor(user.pk, Role(role), scope_id, f"{standing} · {user.name}")
