"""The units and people of a season of real size, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from zhiping.accounts.models import OfficeRole, User
from zhiping.config.demo import words
from zhiping.core.permissions.actor import Role
from zhiping.experts.models import Employment, Expert, Invitation
from zhiping.organisations.models import Membership, Organisation, Team
from zhiping.programmes.models import Edition, Recommender

LONG_AGO = datetime(2018, 1, 1, tzinfo=UTC)
BATCH = 2000
SECRETARIES = 2
SPECIALISED = 7  # every seventh unit is 专精特新
MEMBERS = 3  # every third unit is a member of the association


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its team, its author and its administrator. n: its number, from which names and titles are made."""

    n: int
    organisation: Organisation
    team: Team
    author: User
    admin: User


def users(prefix: str, count: int, rng: Random, hashed: str = "!", *, mails: bool = True) -> list[User]:
    """Return so many people.

    hashed: their password as it is stored, one for all; "!" lets nobody in. mails: whether they can be written to.
    """
    return User.objects.bulk_create(
        [
            User(
                username=f"{prefix}{n + 1}",
                email=f"{prefix}{n + 1}@example.org" if mails else "",
                name=words.person(rng),
                password=hashed,
                date_joined=LONG_AGO,
            )
            for n in range(count)
        ],
        batch_size=BATCH,
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """Where units come from: their districts, the groups of some, their people's password and whether these get mail."""

    districts: Sequence[str]
    groups: Sequence[Organisation] = ()
    hashed: str = "!"
    mails: bool = True


def units(prefix: str, first: int, count: int, ground: Ground, rng: Random) -> list[Unit]:
    """Return approved units, each with a team, an author and an administrator."""
    numbers = range(first, first + count)
    organisations = Organisation.objects.bulk_create([_organisation(n, ground) for n in numbers], batch_size=BATCH)
    teams = Team.objects.bulk_create(
        [
            Team(organisation=o, name=words.circle(n, rng), registered_at=LONG_AGO)
            for n, o in zip(numbers, organisations, strict=True)
        ],
        batch_size=BATCH,
    )
    authors = users(f"{prefix}-team", count, rng, ground.hashed, mails=ground.mails)
    admins = users(f"{prefix}-unit", count, rng, ground.hashed, mails=ground.mails)
    members(organisations, authors, Role.APPLICANT)
    members(organisations, admins, Role.UNIT)
    return [Unit(*row) for row in zip(numbers, organisations, teams, authors, admins, strict=True)]


def _organisation(n: int, ground: Ground) -> Organisation:
    line = words.trade(n)
    groups = ground.groups
    return Organisation(
        name=words.unit(n),
        uscc=words.uscc(n),
        region="shanghai",
        district=_district(n, ground.districts),
        industry=line.industry,
        ownership=("state", "private", "foreign")[n % 3] if line.body else "",
        nature="market_entity" if line.body else "public_institution",
        is_specialised=line.body and n % SPECIALISED == 0,
        is_association_member=n % MEMBERS == 0,
        parent=groups[n % len(groups)] if groups and n % 5 == 0 else None,
        founded_on=date(1995 + n % 20, 1 + n % 12, 1),
        registered_at=LONG_AGO,
        approved_at=LONG_AGO,
    )


def _district(n: int, districts: Sequence[str]) -> str:
    """Return the district of unit n: some have many firms, some few."""
    share = (n * 37 % 100) / 100
    return districts[int(share * share * len(districts))]


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
    people = users("office", SECRETARIES + 5, rng)
    OfficeRole.objects.bulk_create(
        [
            OfficeRole(user=u, office="secretariat" if n < SECRETARIES else "committee", granted_at=LONG_AGO)
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


def experts(people: Sequence[User], homes: Sequence[Organisation], *, max_load: int) -> list[Expert]:
    """Return experts of the pool, each employed by the home in his or her place, with the fields of all domains in turn.

    Args: homes: in turn, where there are fewer than people.
    """
    domains = ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")
    pool = Expert.objects.bulk_create(
        [
            Expert(
                user=u,
                organisation=homes[n % len(homes)],
                title=("高级工程师", "质量专家", "教授级高工", "注册质量经理")[n % 4],
                fields=[domains[n % 5], domains[(n * 2 + 1) % 5]],
                methods=["质量管理小组工具"] if n % 4 else [],
                max_load=max_load,
                joined_at=LONG_AGO,
            )
            for n, u in enumerate(people)
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
    return pool


def committed(pool: Sequence[Expert], editions: Sequence[Edition]) -> None:
    """Let these experts have accepted their invitation and given their word for these editions."""
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
