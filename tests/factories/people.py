"""People and units for tests: dull, valid, invented."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from zhiping.accounts.models import OfficeRole, User
from zhiping.core.permissions.actor import Actor, Role
from zhiping.organisations.models import Membership, Organisation, Team

LONG_AGO = datetime(2018, 1, 1, tzinfo=UTC)
_count = itertools.count(1)
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def make_uscc(n: int) -> str:
    """Return a code with a right check digit; the serial makes it unique."""
    body = f"91310000{n:08d}"[:16] + "A"
    total = sum(_USCC.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return body + _USCC[(31 - total % 31) % 31]


def make_user(name: str = "王小明", **fields: object) -> User:
    """Return a person with a fast unusable password; log in with client.force_login."""
    n = next(_count)
    user = User(username=f"user{n}", email=f"user{n}@example.org", name=name, **fields)
    user.set_unusable_password()
    user.save()
    return user


def make_organisation(name: str = "", **fields: object) -> Organisation:
    """Return an approved unit with a valid code."""
    n = next(_count)
    defaults: dict[str, object] = {
        "uscc": make_uscc(n),
        "district": "长宁区",
        "registered_at": LONG_AGO,
        "approved_at": LONG_AGO,
    }
    return Organisation.objects.create(name=name or f"第{n}精密仪表有限公司", **(defaults | fields))


def make_team(organisation: Organisation, name: str = "晨光QC小组") -> Team:
    """Return a team of the unit."""
    return Team.objects.create(organisation=organisation, name=name, registered_at=LONG_AGO)


def make_member(organisation: Organisation, capacity: Role, name: str = "李工") -> Actor:
    """Return a person standing for the unit: applicant, unit or recommender."""
    user = make_user(name)
    Membership.objects.create(
        user=user, organisation=organisation, capacity=capacity.value, asked_at=LONG_AGO, approved_at=LONG_AGO
    )
    return Actor(user.pk, capacity, organisation.pk, f"{organisation} · {name}")


def make_officer(role: Role = Role.SECRETARIAT, name: str = "周干事", body: str = "") -> Actor:
    """Return a person holding an office: secretariat, committee, guiding or operator."""
    user = make_user(name)
    OfficeRole.objects.create(user=user, office=role.value, body=body, granted_at=LONG_AGO)
    return Actor(user.pk, role, None, name)


def user_of(actor: Actor) -> User:
    """Return the person behind an actor."""
    return User.objects.get(pk=actor.user_id)
