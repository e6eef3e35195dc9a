"""The demo's world: units with their groups, people in every capacity, experts with histories. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from zhiping.accounts.models import OfficeRole, User
from zhiping.config.demo import names, words
from zhiping.core.identifiers import credit_code_of
from zhiping.core.permissions.actor import SYSTEM, Actor, Role
from zhiping.experts import actions as experts
from zhiping.organisations.models import Membership, Organisation, OrganisationName, Team

LONG_AGO = datetime(2017, 3, 1, 2, tzinfo=UTC)
PASSWORD = "zhiping-demo"  # noqa: S105 -- printed by the demo, good for nothing else
DOMAINS = ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")


@dataclass
class Unit:
    """A unit with its team and the two people who enter its outcomes."""

    organisation: Organisation
    team: Team
    author: Actor
    admin: Actor


@dataclass
class World:
    """Everybody and everything, by what they are."""

    units: list[Unit] = field(default_factory=list)
    sides: dict[str, Organisation] = field(default_factory=dict)
    officers: dict[str, Actor] = field(default_factory=dict)
    experts: list[Actor] = field(default_factory=list)
    office: list[Actor] = field(default_factory=list)
    committee: list[Actor] = field(default_factory=list)
    guiding: list[Actor] = field(default_factory=list)
    institutes: list[Organisation] = field(default_factory=list)
    hashed: str = "!"


class Builder:
    """Makes people and units with running numbers; one password hash for all, because hashing is slow on purpose."""

    def __init__(self) -> None:
        self.hash = make_password(PASSWORD)
        self.people = 0
        self.units = 0

    def person(self, username: str, name: str) -> User:
        """Make a person."""
        self.people += 1
        return User.objects.create(
            username=username, email=f"{username}@demo.invalid", name=name, password=self.hash, date_joined=LONG_AGO
        )

    def unit(self, name: str, **facts: object) -> Organisation:
        """Make an approved unit with a valid code."""
        self.units += 1
        body = f"91310000MA1{self.units:06d}"
        return Organisation.objects.create(
            name=name,
            uscc=credit_code_of(body),
            founded_on=date(1999, 5, 1),
            registered_at=LONG_AGO,
            approved_at=LONG_AGO,
            **facts,
        )

    def member(self, username: str, name: str, organisation: Organisation, role: Role) -> Actor:
        """Make a person who stands for a unit."""
        user = self.person(username, name)
        membership = Membership.objects.create(
            user=user, organisation=organisation, capacity=role.value, asked_at=LONG_AGO, approved_at=LONG_AGO
        )
        words = f"{organisation.name} {membership.get_capacity_display()} · {name}"
        return Actor(user.pk, role, organisation.pk, words)

    def officer(self, username: str, name: str, role: Role, body: str = "") -> Actor:
        """Make a person who holds an office."""
        user = self.person(username, name)
        held = OfficeRole.objects.create(user=user, office=role.value, body=body, granted_at=LONG_AGO)
        return Actor(user.pk, role, None, f"{body or held.get_office_display()} · {name}")


def make_world(guiding_bodies: tuple[str, ...], today: date) -> World:
    """Make the whole world; the same every time but for the dates that count back from today."""
    builder = Builder()
    world = World(hashed=builder.hash)
    groups = [builder.unit(name, district="临江区", industry="综合", ownership="state") for name in names.GROUPS]
    _offices(builder, world, guiding_bodies)
    for place, row in enumerate(names.UNITS):
        world.units.append(_unit(builder, place, row, groups))
    for place, district in enumerate(names.DISTRICTS):
        _side(builder, world, f"district{place + 1}", builder.unit(f"{district}市场监督管理局", district=district))
    for place, industry in enumerate(names.INDUSTRIES):
        _side(builder, world, f"industry{place + 1}", builder.unit(f"市{industry}行业协会", industry=industry))
    for place, group in enumerate(groups):
        _side(builder, world, f"group{place + 1}", group)
    OrganisationName.objects.create(organisation=world.units[0].organisation, name="浦江仪表厂", kind="former")
    _experts(builder, world, today)
    return world


def _offices(builder: Builder, world: World, guiding_bodies: tuple[str, ...]) -> None:
    world.office = [
        builder.officer("office", "周干事", Role.SECRETARIAT),
        builder.officer("office2", "吴干事", Role.SECRETARIAT),
    ]
    world.committee = [
        builder.officer(f"committee{n}" if n > 1 else "committee", name, Role.COMMITTEE)
        for n, name in enumerate(("陶主任", "姜教授", "魏高工"), start=1)
    ]
    world.guiding = [
        builder.officer(f"guiding{n}" if n > 1 else "guiding", f"{body[:3]}联络员", Role.GUIDING, body)
        for n, body in enumerate(guiding_bodies, start=1)
    ]


def _unit(builder: Builder, place: int, row: tuple[object, ...], groups: list[Organisation]) -> Unit:
    name, district, industry, group, member, specialised, ownership = row
    organisation = builder.unit(
        str(name),
        district=district,
        industry=industry,
        parent=groups[group] if isinstance(group, int) else None,
        is_association_member=member,
        is_specialised=specialised,
        ownership=ownership,
        nature="market_entity" if ownership else "public_institution",
    )
    team = Team.objects.create(organisation=organisation, name=names.TEAMS[place], registered_at=LONG_AGO)
    suffix = str(place + 1) if place else ""
    author = builder.member(f"team{suffix}", names.PEOPLE[place], organisation, Role.APPLICANT)
    admin = builder.member(f"unit{suffix}", names.PEOPLE[16 + place], organisation, Role.UNIT)
    return Unit(organisation, team, author, admin)


def _side(builder: Builder, world: World, key: str, organisation: Organisation) -> None:
    world.sides[key] = organisation
    username = "recommender" if key == "industry1" else f"recommender-{key}"
    world.officers[key] = builder.member(username, words.person(Random(key)), organisation, Role.RECOMMENDER)  # noqa: S311


def _experts(builder: Builder, world: World, today: date) -> None:
    """Enrol the experts, and plant ties: same firm, same group, a former employer, an alias, a coached team."""
    office, units = world.office[0], world.units
    world.institutes = [builder.unit(name) for name in names.INSTITUTES]
    planted = {1: units[0].organisation, 2: units[10].organisation}
    for place, name in enumerate(names.EXPERTS):
        user = builder.person(f"expert{place + 1}" if place else "expert", name)
        unit = planted.get(place, world.institutes[place % 4])
        expert = experts.enrol(
            user_id=user.pk,
            organisation_id=unit.pk,
            title="高级工程师" if place % 2 else "质量专家",
            fields=[DOMAINS[place % 5], DOMAINS[(place + 1) % 5]],
            methods=["QC工具"] if place % 3 else [],
            max_load=12,
            by=office,
            at=LONG_AGO,
        )
        world.experts.append(Actor(user.pk, Role.EXPERT, expert.pk, f"专家 · {name}"))
    left = today - timedelta(days=240)
    _tie(world, 3, "former", units[1], left)
    _tie(world, 4, "alias", units[0], left)
    _tie(world, 5, "coached", units[3], left)


def _tie(world: World, place: int, kind: str, unit: Unit, on: date) -> None:
    expert_id, by = world.experts[place].scope_id or 0, SYSTEM
    if kind == "coached":
        experts.record_tie(
            expert_id=expert_id,
            kind="coached",
            organisation_id=unit.organisation.pk,
            note="辅导小组活动",
            on=on,
            by=by,
            at=LONG_AGO,
        )
        return
    experts.record_employment(
        expert_id=expert_id,
        organisation_name="浦江仪表厂" if kind == "alias" else unit.organisation.name,
        organisation_id=None if kind == "alias" else unit.organisation.pk,
        from_on=date(2010, 1, 1),
        until_on=None if kind == "alias" else on,
        by=by,
        at=LONG_AGO,
    )
