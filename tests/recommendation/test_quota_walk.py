"""Quotas stay exact whatever happens to cases and units in between, and whoever is quickest gets the last place.

The oracle counts anew, in plain Python, from what a reader of the notice would count: recommended cases that are still
in, by who their unit is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import QuerySet

from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.opinions import RECOMMENDING, hand_in, officer_of
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_picture
from zhiping.applications.models import Application, Version
from zhiping.core.errors import Refusal, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journey import actions as journey
from zhiping.organisations import actions as organisations
from zhiping.organisations.models import Merger, Organisation
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions

AT = RECOMMENDING["qc-circle/2020"]
SEAL = ("推荐表.jpg", make_picture("JPEG"))
CATEGORIES = ("problem_solving", "innovative")
IN = ("screening", "supplement", "round", "approval", "notice", "published")


def _waiting(recommender: Recommender, unit: Organisation, category: str) -> Application:
    case = make_case(recommender.edition, "recommend", organisation=unit, recommender=recommender, category=category)
    Version.objects.create(
        application=case, number=1, answers={}, dimensions=case.dimensions, attachments=[], content_hash="0" * 64,
        occasion="submission", frozen_at=AT,
    )  # fmt: skip
    return case


def _recommend(case: Application, officer: Actor) -> str:
    """Return "" when the case was recommended, else the code of the refusal."""
    try:
        actions.recommend(application_id=case.pk, opinion="同意", points=80, sealed=SEAL, by=officer, at=AT)  # type: ignore[arg-type]
    except RuleViolations as refused:
        return refused.violations[0].code
    return ""


def _revive(case: Application, by: Actor) -> str:
    """Return "" when the withdrawn case was taken up again, else the code of the refusal."""
    try:
        journey.revive(application_id=case.pk, reason="核实无误", by=by, at=AT)
    except RuleViolations as refused:
        return refused.violations[0].code
    return ""


def _fits(case: Application) -> bool:
    """Count anew: at most two of an identity, and one of each category."""
    identity = {unit.pk: unit.merged_into_id or unit.pk for unit in Organisation.objects.all()}
    mine = identity[case.organisation_id]
    taken = [
        other.dimensions["category"]
        for other in Application.objects.filter(phase__in=IN)
        if identity[other.organisation_id] == mine
    ]
    return len(taken) < 2 and taken.count(case.dimensions["category"]) < 1


class _Walk:
    """One recommender, three units, and acts on them in an order that chance draws."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.recommender = make_recommender(make_edition("qc-circle/2020"))
        self.officer, self.office = officer_of(self.recommender), make_officer()
        hand_in(self.recommender, self.officer)
        self.units = [make_organisation(f"第{n}仪表厂") for n in "一二三"]
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        act = self.rng.choice(
            (
                *[self.recommend] * 3,
                *[self.withdraw] * 2,
                *[self.revive] * 2,
                self.merge,
                self.undo,
                self.rename,
                self.turn,
            )
        )
        try:
            act()
        except RuleViolation as refused:
            self.done[refused.code] += 1

    def one_of(self, cases: QuerySet[Application]) -> Application | None:
        """Draw one by this walk's own chance, so that a seed names one walk."""
        every = list(cases.order_by("pk"))
        return self.rng.choice(every) if every else None

    def recommend(self) -> None:
        waiting = self.one_of(Application.objects.filter(phase="recommendation"))
        case = waiting or _waiting(self.recommender, self.rng.choice(self.units), self.rng.choice(CATEGORIES))
        expected = _fits(Application.objects.get(pk=case.pk))
        code = _recommend(case, self.officer)
        assert (code == "") is expected, f"{code} for {case.pk}"
        self.done["recommended" if expected else "refused"] += 1

    def withdraw(self) -> None:
        case = self.one_of(Application.objects.filter(phase__in=IN))
        if case is not None:
            by = make_member(case.organisation, Role.UNIT)
            journey.withdraw(application_id=case.pk, reason="有误", by=by, at=AT)
            self.done["withdrawn"] += 1

    def revive(self) -> None:
        case = self.one_of(Application.objects.filter(state="withdrawn"))
        if case is None:
            return
        expected = _fits(case)
        code = _revive(case, make_member(case.organisation, Role.UNIT))
        assert (code == "") is expected, f"{code} for {case.pk}"
        self.done["revived" if expected else "not revived"] += 1

    def merge(self) -> None:
        duplicate, survivor = self.rng.sample(self.units, 2)
        organisations.merge(
            duplicate_id=duplicate.pk, survivor_id=survivor.pk, reason="重复登记", by=self.office, at=AT
        )
        self.done["merged"] += 1

    def undo(self) -> None:
        last = Merger.objects.order_by("-pk").first()
        if last is not None:
            organisations.undo_merge(merger_id=last.pk, reason="误并", by=self.office, at=AT)
            self.done["unmerged"] += 1

    def rename(self) -> None:
        unit, name = self.rng.choice(self.units), f"更名{self.rng.randrange(999)}仪表有限公司"
        organisations.rename(organisation_id=unit.pk, name=name, reason="更名", by=self.office, at=AT)
        self.done["renamed"] += 1

    def turn(self) -> None:
        """A case comes back from its applicant under the other category."""
        case = self.one_of(Application.objects.filter(phase="recommendation"))
        if case is not None:
            other = CATEGORIES[case.category == CATEGORIES[0]]
            Application.objects.filter(pk=case.pk).update(category=other, dimensions={"category": other})
            self.done["turned"] += 1


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_a_recommendation_is_taken_exactly_when_a_reader_of_the_notice_would_count_a_free_place(seed: int) -> None:
    walk = _Walk(seed)

    for _step in range(160):
        walk.step()

    drawn = ("recommended", "refused", "withdrawn", "revived", "not revived", "merged", "renamed", "turned")
    assert min(walk.done[name] for name in drawn) > 0, walk.done


@pytest.mark.django_db(transaction=True)
def test_who_revives_and_who_recommends_at_once_share_one_last_place() -> None:
    recommender = make_recommender(make_edition("qc-circle/2020"))
    officer, unit = officer_of(recommender), make_organisation("总厂")
    hand_in(recommender, officer)
    back, other = (_waiting(recommender, unit, "innovative") for _ in range(2))
    _recommend(back, officer)
    by = make_member(unit, Role.UNIT)
    journey.withdraw(application_id=back.pk, reason="有误", by=by, at=AT)
    together, codes = Barrier(2), []

    def at_once(act: Callable[[], str]) -> None:
        try:
            together.wait(60)
            codes.append(act())
        finally:
            connection.close()

    threads = [
        Thread(target=at_once, args=(act,)) for act in (lambda: _revive(back, by), lambda: _recommend(other, officer))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert sorted(codes) == ["", "quota.one_of_each_category"]
    assert Application.objects.filter(phase="screening").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_tabs_at_once_exactly_one_gets_the_last_place() -> None:
    recommender = make_recommender(make_edition("qc-circle/2020"))
    officer, survivor = officer_of(recommender), make_organisation("总厂")
    hand_in(recommender, officer)
    units = [survivor, *(make_organisation(f"登记{n}", merged_into=survivor) for n in range(11))]
    cases = [_waiting(recommender, unit, "innovative") for unit in units]
    together, codes = Barrier(len(cases)), []

    def tab(case: Application) -> None:
        try:
            together.wait(60)
            codes.append(_recommend(case, officer))
        except Refusal as refused:
            codes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [Thread(target=tab, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert Counter(codes) == {"": 1, "quota.one_of_each_category": len(cases) - 1}
    assert Application.objects.filter(phase="screening").count() == 1
