"""The acts that are killed, as their pages send them, each time for another case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from django.db import transaction

from bench import drafts, seed
from bench.client import Shot
from bench.killing import Act
from bench.people_at_work import Browser
from zhiping.accounts.models import User
from zhiping.applications import actions as applications
from zhiping.applications.models import Application
from zhiping.applications.queries import confirming, scorecards
from zhiping.config.demo import words
from zhiping.config.demo.crowd import cases, papers, people
from zhiping.config.demo.names import DISTRICTS
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.recommendation.models import Precondition

KEY = "qc-circle/2022"


@dataclass
class Ground:
    """An edition whose windows all stand open, its recommenders with an officer each, units without a case."""

    count: int
    rng: Random = field(default_factory=lambda: Random(22))  # noqa: S311 -- invented data

    def lay(self) -> None:
        """Write it."""
        office = people.office(self.rng)
        self.office = Actor(office[0].pk, Role.SECRETARIAT, None, "秘书处")
        self.edition: Edition = seed.open_wide(KEY)
        ground = people.Ground(DISTRICTS)
        self.sides = people.units("side", 0, self.count + 1, ground, self.rng)
        self.officers = people.users("officer", self.count + 1, self.rng)
        people.members([s.organisation for s in self.sides], self.officers, Role.RECOMMENDER)
        seed.second_factors(self.officers)
        self.units = people.units("unit", 10_000, 3 * self.count, ground, self.rng)
        self.admins = {unit.organisation.pk: unit.admin for unit in self.units}
        press = papers.Press([(words.title(7, seed.CATEGORY), "临江装备制造有限公司", "启明QC小组")])
        begun = people.LONG_AGO + timedelta(days=900)
        register = people.recommenders(self.edition, self.sides)
        by, sealed = self.office, seed.sealed_sheet(self.office)
        self.crowd = cases.Crowd(self.edition, [(register[0], by)], by, press, sealed, begun, self.rng)
        for asked in self.crowd.definition.route.preconditions:
            Precondition.objects.create(
                recommender=register[0], kind=asked.id, text="总结", handed_in_at=begun, handed_in_by=self.officers[0]
            )

    def cases(self, place: int, state: str) -> tuple[Sequence[people.Unit], list[Application]]:
        """Fill a third of the units with cases of this state."""
        units = self.units[place * self.count : (place + 1) * self.count]
        return units, cases.fill(self.crowd, state, [(unit, seed.CATEGORY) for unit in units])


def prepare(count: int) -> list[Act]:
    """Prepare so many cases or recommenders for each act."""
    ground = Ground(count)
    with transaction.atomic():
        ground.lay()
        units, ready = ground.cases(0, "draft")
        for case, unit in zip(ready, units, strict=True):
            drafts.endorse(case, unit, ground.crowd)
        (_units, bare), (_units, sent) = ground.cases(1, "draft"), ground.cases(2, "recommend")
    lines = [(f"s-{line.id}", str(line.points * 4 // 5)) for line in scorecards.lines(bare[0])]
    places = range(1, count + 1)
    return [
        _act("submit", _submit, ready),
        _act("endorse", partial(_endorse, ground.admins, lines), bare),
        _act("recommend", partial(_recommend, ground), sent),
        _act("hand-in", partial(_hand_in, ground), places),
    ]


def _act(name: str, form: Any, subjects: Sequence[Any]) -> Act:
    waiting = iter(subjects)
    return Act(name, lambda: form(next(waiting)))


def _submit(case: Application) -> Shot:
    author = Browser(case.created_by, "applicant", case.organisation_id)
    confirmed = confirming.digest_of(Application.objects.get(pk=case.pk))
    pairs = [("key", f"killed-{case.pk}"), ("confirmed", confirmed)]
    return author.post(f"/applications/{case.pk}/submit/", pairs)


def _endorse(admins: dict[int, User], lines: list[tuple[str, str]], case: Application) -> Shot:
    """Give the opinion on a sheet that was handed in: an act of its own, which stays when the opinion is refused."""
    unit = case.organisation_id
    by = Actor(admins[unit].pk, Role.UNIT, unit, admins[unit].name)
    at = programmes.now(case.edition)
    applications.hand_in_sheet(application_id=case.pk, name="盖章页.jpg", content=seed.sheet(), by=by, at=at)
    pairs = [("opinion", "成果真实有效，同意申报。"), ("vouched", "on"), *lines]
    return Browser(admins[unit], "unit", unit).post(f"/unit/applications/{case.pk}/endorse/", pairs)


def _recommend(ground: Ground, case: Application) -> Shot:
    officer = Browser(ground.officers[0], "recommender", ground.sides[0].organisation.pk)
    pairs = [("act", "recommend"), ("opinion", "活动扎实，同意推荐。"), ("points", "86.5")]
    return officer.upload(f"/recommender/applications/{case.pk}/", pairs, "sealed", ("推荐表.jpg", seed.sheet()))


def _hand_in(ground: Ground, place: int) -> Shot:
    officer = Browser(ground.officers[place], "recommender", ground.sides[place].organisation.pk)
    pairs = [("kind", "activity_summary"), ("activity_summary-text", "全年开展培训12期。")]
    address = f"/recommender/summary/?edition={ground.edition.pk}"
    return officer.upload(address, pairs, "activity_summary-sealed", ("总结.jpg", seed.sheet()))
