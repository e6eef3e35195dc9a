"""One person, several capacities."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.people import LONG_AGO, make_officer, make_organisation, user_of
from zhiping.core.permissions.actor import Role
from zhiping.experts.models import Expert
from zhiping.journey.queries import capacities
from zhiping.organisations.models import Membership

pytestmark = pytest.mark.django_db


def test_a_person_has_every_capacity_that_stands_and_none_that_ended_or_waits(
    django_assert_num_queries: object,
) -> None:
    officer = make_officer(name="周干事")
    user, unit, former, asked = user_of(officer), *(make_organisation(n) for n in ("甲公司", "乙公司", "丙公司"))
    expert = Expert.objects.create(user=user, joined_at=LONG_AGO)
    Membership.objects.create(user=user, organisation=unit, capacity="unit", asked_at=LONG_AGO, approved_at=LONG_AGO)
    Membership.objects.create(
        user=user,
        organisation=former,
        capacity="unit",
        asked_at=LONG_AGO,
        approved_at=LONG_AGO,
        ended_at=timezone.now(),
    )
    Membership.objects.create(user=user, organisation=asked, capacity="applicant", asked_at=LONG_AGO)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = capacities(user)

    assert [(a.role, a.scope_id, a.name) for a in found] == [
        (Role.SECRETARIAT, None, "秘书处 · 周干事"),
        (Role.EXPERT, expert.pk, "专家 · 周干事"),
        (Role.UNIT, unit.pk, "甲公司 单位管理员 · 周干事"),
    ]
