"""Two of everything: cases in every phase with their own people, and strangers of the same roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client

from tests.factories import panels
from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation, make_user, user_of
from tests.files.test_store import make_pdf
from zhiping.applications.models import Application, Attachment, Version
from zhiping.core.permissions.actor import ANYONE, SYSTEM, Actor, Role
from zhiping.core.permissions.words import Relation
from zhiping.files import actions as files
from zhiping.programmes.models import Edition
from zhiping.review import actions as review
from zhiping.review.models import Assignment

STATES = {
    "draft": "draft",
    "recommendation": "recommend",
    "screening": "screening",
    "supplement": "screening.supplement",
    "round": "desk",
    "approval": "approval",
    "notice": "notice",
    "published": "published",
    "ended": "withdrawn",
}


@dataclass
class Person:
    """Somebody at a browser, and how that person stands to the cases of the world."""

    name: str
    actor: Actor
    relation: Relation
    client: Client


@dataclass
class World:
    """One case in each phase, all of one unit and one recommender; the round's case has an assigned expert."""

    edition: Edition
    cases: dict[str, Application] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    attachments: dict[str, int] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    assignment: Assignment | None = None


def make_world(key: str = "qc-circle/2022") -> World:
    """Build the world once for a sweep."""
    world, office = World(make_edition(key)), make_officer()
    unit, side = make_organisation("自家单位有限公司"), make_organisation("自家推荐协会")
    recommender = make_recommender(world.edition, side)
    expert, other_expert, conflicted = (
        panels.make_expert(name, office=office) for name in ("被派专家", "他组专家", "回避专家")
    )
    panel = panels.seat(world.edition, "desk", [expert, other_expert, conflicted], office)
    for phase, state in STATES.items():
        case = make_case(world.edition, state, organisation=unit, recommender=recommender)
        _add_material(world, phase, case)
        world.cases[phase] = case
        _assign(world, case, expert, panel.pk, office)
    admin = make_member(unit, Role.UNIT)
    author = Actor(world.cases["draft"].created_by_id, Role.APPLICANT, unit.pk, "自家申报人")
    for case in world.cases.values():
        case.editors.add(author.user_id or 0)
    officer = make_member(side, Role.RECOMMENDER)
    foreign = make_organisation("别家单位有限公司")
    world.people = [
        _person("author", author, Relation.OWN),
        _person("unit", admin, Relation.UNIT),
        _person("recommender", officer, Relation.CHOSEN_RECOMMENDER),
        _person("expert", expert, Relation.ASSIGNED),
        _person("office", office, Relation.OFFICE),
        _person("committee", make_officer(Role.COMMITTEE), Relation.MEMBER),
        _person("guiding", make_officer(Role.GUIDING, body="市总工会"), Relation.MEMBER),
        _person("operator", make_officer(Role.OPERATOR), Relation.NONE),
        _person("other author", make_member(foreign, Role.APPLICANT), Relation.NONE),
        _person("colleague", make_member(unit, Role.APPLICANT, "同事"), Relation.NONE),
        _person("other unit", make_member(foreign, Role.UNIT), Relation.NONE),
        _person("other recommender", make_member(foreign, Role.RECOMMENDER), Relation.NONE),
        _person("other expert", other_expert, Relation.NONE),
        _person("conflicted expert", conflicted, Relation.CONFLICTED),
        _person("nobody yet", Actor(make_user("新人").pk, Role.PUBLIC), Relation.NONE),
        Person("public", ANYONE, Relation.NONE, Client()),
    ]

    for case in world.cases.values():
        if case.phase not in ("draft", "published", "ended"):
            review.declare_for(
                application_id=case.pk, expert_id=conflicted.scope_id or 0, reason="师生", by=office, at=AT
            )
    return world


def _person(name: str, actor: Actor, relation: Relation) -> Person:
    client = Client()
    client.force_login(user_of(actor))
    return Person(name, actor, relation, client)


def _add_material(world: World, phase: str, case: Application) -> None:
    stored = files.store(name="成果报告.pdf", content=make_pdf(), by=SYSTEM, at=AT)
    made = Attachment.objects.create(
        application=case, rule_id="report", file=stored, added_at=AT, added_by_id=case.created_by_id
    )
    world.files[phase], world.attachments[phase] = stored.pk, made.pk
    Version.objects.create(
        application=case,
        number=1,
        answers={},
        dimensions=case.dimensions,
        attachments=[],
        content_hash="0" * 64,
        occasion="submission",
        frozen_at=AT,
    )


def _assign(world: World, case: Application, expert: Actor, panel_id: int, office: Actor) -> None:
    made = Assignment.objects.create(
        application=case,
        expert_id=expert.scope_id or 0,
        panel_id=panel_id,
        round_id="desk",
        stage_id="desk",
        origin="manual",
        alias="A-01",
        assigned_at=AT,
        assigned_by_id=office.user_id or 0,
    )
    if case.phase == "round":
        world.assignment = made
