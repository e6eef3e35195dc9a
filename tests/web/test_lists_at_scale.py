"""Every list takes at most eight queries, and no more queries or rows with 10,000 applications than with 1,000.

A list that loads every row is slow however few queries it takes, so the rows that come from the database count too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.editions import make_edition, make_recommender
from tests.factories.panels import REVIEWING, commit, make_expert
from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation, make_team, make_uscc
from tests.web.clients import client_of
from zhiping.applications.models import Application, Content, Version
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision.models import Certificate, Proposal, Publication, Resolution
from zhiping.organisations.models import Organisation, Team
from zhiping.programmes import queries as programmes
from zhiping.recommendation.models import Recommendation
from zhiping.review.models import Assignment, Conflict, Panel, RoundResult, Scorecard
from zhiping.showcase.models import Story

pytestmark = pytest.mark.django_db
SMALL, LARGE = 1_000, 10_000
MOST_QUERIES = 8
AT = REVIEWING["qc-circle/2022"]
STATES = ("desk", "desk", "desk", "desk", "approval", "screening", "recommend", "notice", "published", "draft")
E_ID = "edition"
LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "public:editions": ("public", ()),
    "public:notices": ("public", ()),
    "public:publications": ("public", ()),
    "public:showcase": ("public", ()),
    "applicant:applications": ("applicant", ()),
    "unit:applications": ("unit", ()),
    "unit:people": ("unit", ()),
    "recommender:applications": ("recommender", ()),
    "recommender:ranking": ("recommender", ()),
    "recommender:summary": ("recommender", ()),
    "expert:assignments": ("expert", ()),
    "committee:proposals": ("committee", ()),
    "committee:lists": ("guiding", ()),
    "secretariat:applications": ("secretariat", ()),
    "secretariat:screening": ("secretariat", ()),
    "secretariat:pre-approval": ("secretariat", ()),
    "secretariat:review": ("secretariat", ()),
    "secretariat:pool": ("secretariat", ()),
    "secretariat:experts": ("secretariat", (E_ID,)),
    "secretariat:conflicts": ("secretariat", (E_ID,)),
    "secretariat:round": ("secretariat", (E_ID, "desk")),
    "secretariat:panels": ("secretariat", (E_ID, "desk")),
    "secretariat:decision": ("secretariat", ()),
    "secretariat:proposals": ("secretariat", (E_ID,)),
    "secretariat:notice-desk": ("secretariat", (E_ID,)),
    "secretariat:objections": ("secretariat", (E_ID,)),
    "secretariat:publication": ("secretariat", (E_ID,)),
    "secretariat:certificates": ("secretariat", (E_ID,)),
    "secretariat:stories": ("secretariat", (E_ID,)),
    "secretariat:statistics": ("secretariat", ()),
    "secretariat:edition-statistics": ("secretariat", (E_ID,)),
    "secretariat:editions": ("secretariat", ()),
    "secretariat:organisations": ("secretariat", ()),
    "secretariat:edition": ("secretariat", (E_ID,)),
    "secretariat:sign-ups": ("secretariat", (E_ID,)),
    "secretariat:complaints": ("secretariat", ()),
    "secretariat:offices": ("secretariat", ()),
    "runs": ("secretariat", ()),
    "secretariat:mails": ("secretariat", ()),
    "inbox": ("secretariat", ()),
}


@dataclass
class Cost:
    """What one page took."""

    queries: int = 0
    rows: int = 0


@dataclass
class House:
    """An edition that can grow, with one person of each role; the expert's load does not grow with it."""

    people: dict[str, Actor] = field(default_factory=dict)
    size: int = 0

    def open(self) -> None:
        self.edition = make_edition()
        self.definition = programmes.definition_of(self.edition)
        self.graph = programmes.graph_of(self.edition)
        self.recommender = make_recommender(self.edition)
        office, unit = make_officer(), make_organisation()
        self.team = make_team(unit)
        assert self.recommender.organisation is not None
        self.people = {
            "secretariat": office,
            "committee": make_officer(Role.COMMITTEE, "审定员"),
            "guiding": make_officer(Role.GUIDING, "指导员", body=self.definition.guiding_units[0]),
            "expert": make_expert(office=office),
            "applicant": make_member(unit, Role.APPLICANT),
            "unit": make_member(unit, Role.UNIT, "方主任"),
            "recommender": make_member(self.recommender.organisation, Role.RECOMMENDER, "卫干事"),
        }
        commit(self.people["expert"], self.edition, office)
        self.panel = Panel.objects.create(edition=self.edition, round_id="desk", name="第一评审组", created_at=AT)
        self._cases(unit, self.team, range(5))
        self._seats()
        Publication.objects.create(
            edition=self.edition, rows=[], list_hash="0" * 64, prepared_at=AT, prepared_by_id=office.person_id,
            released_at=AT, released_by_id=self.people["committee"].person_id,
        )  # fmt: skip

    def grow(self, size: int) -> None:
        """Bring the edition to this number of applications, two for each further unit."""
        numbers = range(self.size, size)
        units = Organisation.objects.bulk_create(
            Organisation(
                name=f"第{n}测量有限公司", uscc=make_uscc(500_000 + n), registered_at=LONG_AGO, approved_at=LONG_AGO
            )
            for n in numbers[::2]
        )
        teams = Team.objects.bulk_create(
            Team(organisation=unit, name="晨光QC小组", registered_at=LONG_AGO) for unit in units
        )
        for unit, team, place in zip(units, teams, numbers[::2], strict=True):
            unit.place, unit.own_team = place, team  # type: ignore[attr-defined]
        self._cases_of(units)
        self.size = size

    def _case(self, unit: Organisation, team: Team, n: int) -> Application:
        state, drafted = STATES[n // 2 % len(STATES)], STATES[n // 2 % len(STATES)] == "draft"
        chosen = {name: options[0].id for name, options in self.definition.dimensions.items()}
        return Application(
            edition=self.edition, number=None if drafted else f"Q-{unit.pk:07}-{n:05}", applicant="team", organisation=unit,
            team=team, title=f"提高合格率{n}", category=chosen["category"], domain=chosen["domain"], dimensions=chosen,
            recommender=self.recommender if n % 10 < 2 else None, state=state, phase=str(self.graph.phase(state)),
            state_since=AT, created_at=AT, created_by_id=self.people["applicant"].person_id,
            submitted_at=None if drafted else AT,
        )  # fmt: skip

    def _cases(self, unit: Organisation, team: Team, numbers: range) -> None:
        Content.objects.bulk_create(
            Content(application=c) for c in Application.objects.bulk_create(self._case(unit, team, n) for n in numbers)
        )

    def _cases_of(self, units: list[Any]) -> None:
        made = Application.objects.bulk_create(
            self._case(unit, unit.own_team, n) for unit in units for n in (unit.place, unit.place + 1)
        )
        Content.objects.bulk_create(Content(application=c) for c in made)
        office = self.people["secretariat"].person_id
        submitted = [c for c in made if c.submitted_at]
        versions = Version.objects.bulk_create(
            Version(
                application=c, number=1, answers={}, dimensions=c.dimensions, attachments=[], content_hash="0" * 64,
                occasion="submission", frozen_at=AT,
            )
            for c in submitted
        )  # fmt: skip
        Recommendation.objects.bulk_create(
            Recommendation(
                application=c, recommender=self.recommender, version=v, verdict="recommended", opinion="同意",
                points=Decimal(80), given_at=AT, given_by_id=office,
            )
            for c, v in zip(submitted, versions, strict=True)
            if c.recommender_id and c.phase != "recommendation"
        )  # fmt: skip
        later = [c for c in made if c.phase in ("approval", "notice", "published")]
        RoundResult.objects.bulk_create(
            RoundResult(application=c, round_id="desk", merged_points=Decimal(80), concluded_at=AT) for c in later
        )
        Proposal.objects.bulk_create(Proposal(application=c, level="selected", proposed_at=AT) for c in later)
        resolved = [c for c in later if c.phase != "approval"]
        Resolution.objects.bulk_create(
            Resolution(application=c, level="selected", resolved_at=AT, resolved_by_id=office) for c in resolved
        )
        published = [c for c in resolved if c.phase == "published"]
        Certificate.objects.bulk_create(
            Certificate(
                application=c, number=f"C-{c.pk}", code=f"C{c.pk}", facts={}, facts_hash="0" * 64, issued_at=AT,
                issued_by_id=office,
            )
            for c in published
        )  # fmt: skip
        Story.objects.bulk_create(
            Story(
                application=c, title=c.title, summary="…", consented_at=AT, consented_by_id=office, published_at=AT,
                published_by_id=office,
            )
            for c in published
        )  # fmt: skip
        Conflict.objects.bulk_create(
            Conflict(
                application=c, expert_id=self.people["expert"].scope_id, kind="same_group", source="register",
                is_certain=False, found_at=AT,
            )
            for c in made
            if c.phase == "round"
        )  # fmt: skip

    def _seats(self) -> None:
        cases = list(Application.objects.filter(state="desk"))
        rows = Assignment.objects.bulk_create(
            Assignment(
                application=c, expert_id=self.people["expert"].scope_id, panel=self.panel, round_id="desk",
                stage_id="desk", origin="solver", alias=f"D-{c.pk}", assigned_at=AT, due_at=AT + timedelta(days=9),
                assigned_by_id=self.people["secretariat"].person_id,
            )
            for c in cases
        )  # fmt: skip
        Scorecard.objects.bulk_create(Scorecard(assignment=row, saved_at=AT) for row in rows)

    def cost(self, name: str) -> Cost:
        """Return what a list takes the second time it is asked for."""
        role, args = LISTS[name]
        browser = Client() if role == "public" else client_of(self.people[role])
        address = reverse(name, args=[self.edition.pk if a == E_ID else a for a in args])
        browser.get(address)
        with _counting() as cost:
            answer = browser.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        return cost


@contextmanager
def _counting() -> Iterator[Cost]:
    cost = Cost()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        cost.queries += 1
        cost.rows += max(context["cursor"].rowcount, 0)
        return answer

    with connection.execute_wrapper(count):
        yield cost


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[Cost, Cost]]:
    """What each list takes at both sizes; built once, and nothing of it is left."""
    house, found = House(), []
    with django_db_blocker.unblock(), override_settings(SECOND_FACTOR_REQUIRED=False), transaction.atomic():
        house.open()
        for size in (SMALL, LARGE):
            house.grow(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            found.append({name: house.cost(name) for name in LISTS})
        transaction.set_rollback(True)
    return {name: (found[0][name], found[1][name]) for name in LISTS}


def test_a_list_takes_at_most_eight_queries(costs: dict[str, tuple[Cost, Cost]]) -> None:
    taken = {name: large.queries for name, (_small, large) in costs.items()}

    assert {name: queries for name, queries in taken.items() if queries > MOST_QUERIES} == {}
    assert len(taken) == len(LISTS)


def test_a_list_loads_no_more_with_ten_times_the_applications(costs: dict[str, tuple[Cost, Cost]]) -> None:
    assert {name: large for name, (_small, large) in costs.items()} == {
        name: small for name, (small, _large) in costs.items()
    }
