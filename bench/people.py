"""The units and people of the measured season, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from bench import words
from zhiping.accounts.models import OfficeRole, User
from zhiping.core.permissions.actor import Role
from zhiping.experts.models import Employment, Expert, Invitation
from zhiping.organisations.models import Membership, Organisation, Team
from zhiping.programmes.models import Edition, Recommender

LONG_AGO = datetime(2018, 1, 1, tzinfo=UTC)
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its team, its author and its administrator."""

    organisation: Organisation
    team: Team
    author: User
    admin: User


def users(prefix: str, count: int, rng: Random) -> list[User]:
    """Return so many people; nobody signs in by password, sessions are made directly."""
    return User.objects.bulk_create(
        [
            User(
                username=f"{prefix}{n}",
                email=f"{prefix}{n}@example.org",
                name=words.person(rng),
                password=f"!{prefix}{n}",
            )
            for n in range(count)
        ],
        batch_size=BATCH,
    )


def units(prefix: str, first: int, count: int, rng: Random) -> list[Unit]:
    """Return approved units, each with a team, an author and an administrator."""
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                name=words.unit(first + n, rng),
                uscc=words.uscc(first + n),
                district=rng.choice(words.DISTRICTS),
                founded_on=date(2001, 1, 1),
                registered_at=LONG_AGO,
                approved_at=LONG_AGO,
            )
            for n in range(count)
        ],
        batch_size=BATCH,
    )
    teams = Team.objects.bulk_create(
        [Team(organisation=o, name=f"{words.person(rng)}QC小组", registered_at=LONG_AGO) for o in organisations],
        batch_size=BATCH,
    )
    authors, admins = users(f"{prefix}author", count, rng), users(f"{prefix}admin", count, rng)
    members(organisations, authors, Role.APPLICANT)
    members(organisations, admins, Role.UNIT)
    return [Unit(*row) for row in zip(organisations, teams, authors, admins, strict=True)]


def members(organisations: Sequence[Organisation], people: Sequence[User], capacity: Role) -> None:
    """Let each person stand for the unit in the same place of the other list."""
    Membership.objects.bulk_create(
        [
            Membership(user=u, organisation=o, capacity=capacity.value, asked_at=LONG_AGO, approved_at=LONG_AGO)
            for o, u in zip(organisations, people, strict=True)
        ],
        batch_size=BATCH,
    )


def office(rng: Random) -> list[User]:
    """Return two people of the secretariat and five of the committee, in this order."""
    people = users("office", 7, rng)
    OfficeRole.objects.bulk_create(
        [
            OfficeRole(user=u, office="secretariat" if n < 2 else "committee", granted_at=LONG_AGO)
            for n, u in enumerate(people)
        ]
    )
    return people


def recommenders(edition: Edition, known: Sequence[Unit]) -> list[Recommender]:
    """Return the register of an edition: these units, by kind."""
    kinds = ("district", "industry", "group")
    return Recommender.objects.bulk_create(
        [
            Recommender(edition=edition, organisation=u.organisation, kind=kinds[n % 3], label=u.organisation.name)
            for n, u in enumerate(known)
        ]
    )


def experts(count: int, editions: Sequence[Edition], homes: Sequence[Unit], rng: Random) -> list[Expert]:
    """Return experts of the pool, who have committed to the editions."""
    domains = ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")
    pool = Expert.objects.bulk_create(
        [
            Expert(
                user=u,
                organisation=homes[n % len(homes)].organisation,
                title="高级工程师",
                fields=[domains[n % 5]],
                methods=["qc_tools"],
                max_load=200,
                joined_at=LONG_AGO,
            )
            for n, u in enumerate(users("expert", count, rng))
        ]
    )
    Employment.objects.bulk_create(
        [
            Employment(
                expert=e, organisation=e.organisation, organisation_name=e.organisation.name, from_on=LONG_AGO.date()
            )
            for e in pool
            if e.organisation is not None
        ]
    )
    Invitation.objects.bulk_create(
        [
            Invitation(
                expert=e,
                edition=one,
                invited_at=LONG_AGO,
                answer="accepted",
                answered_at=LONG_AGO,
                committed_at=LONG_AGO,
            )
            for one in editions
            for e in pool
        ]
    )
    return pool
