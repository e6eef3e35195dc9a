"""The packages of recommending units: some handed in, some returned, some ready, most still being worked on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from zhiping.applications.models import Application
from zhiping.config.demo import papers
from zhiping.config.demo.trips import HOUR, SEAL, Season
from zhiping.core.permissions.actor import Actor
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions as recommendation
from zhiping.recommendation import queries
from zhiping.recommendation.models import Recommendation
from zhiping.recommendation.queries import sheets

DAY = timedelta(days=1)
JUDGES = ("李工", "王老师", "赵主管")
RETURNED = "统计表的职工总数与汇总表对不上，请核对后重新提交。"


@dataclass(frozen=True, slots=True)
class Desk:
    """A recommending unit with who acts for it; `at` is when it does what comes next."""

    season: Season
    recommender: Recommender
    officer: Actor
    at: datetime

    @classmethod
    def of(cls, season: Season, sides: dict[str, Recommender], key: str, at: datetime) -> Desk:
        """Return the desk of one unit of an edition, by its key in the world."""
        return cls(season, sides[key], season.world.officers[key], at)

    def decide_the_rest(self) -> None:
        """Recommend what still waits, with the mean of the own experts' points."""
        waiting = Application.objects.filter(recommender=self.recommender, phase="recommendation").order_by("pk")
        for case in waiting:
            recommendation.recommend(
                application_id=case.pk,
                opinion="活动扎实，数据真实，成效明显，同意推荐。",
                sealed=("推荐表.jpg", SEAL),
                by=self.officer,
                at=self.at,
            )

    def score(self) -> None:
        """Enter what the unit's own experts gave to each case."""
        for case in Application.objects.filter(recommender=self.recommender, phase="recommendation").order_by("pk"):
            for place, name in enumerate(JUDGES):
                recommendation.score(
                    application_id=case.pk,
                    reviewer=name,
                    points=Decimal(76 + (case.pk * 5 + place * 3) % 20),
                    by=self.officer,
                    at=self.at - 2 * HOUR,
                )

    def rank(self) -> None:
        """Put what is recommended in order, each category for itself, the most points first."""
        by_category: defaultdict[str, list[Recommendation]] = defaultdict(list)
        for given in queries.recommended_by(self.recommender):
            by_category[given.application.category].append(given)
        places = {
            given.application_id: place
            for several in by_category.values()
            for place, given in enumerate(sorted(several, key=_best_first), start=1)
        }
        recommendation.rank(recommender_id=self.recommender.pk, places=places, by=self.officer, at=self.at)

    def seal(self) -> None:
        """Upload the sealed scan of every sheet that is asked for."""
        for part in queries.parts(self.recommender):
            if part.rule.sheet and (part.rule.required or part.rule.sealed):
                made = sheets.sheet(self.recommender, part.rule.sheet)
                recommendation.attach_to_package(
                    recommender_id=self.recommender.pk,
                    rule_id=part.rule.id,
                    name=f"{made.title}（盖章）.jpg",
                    content=papers.package_scan(self.recommender, made, self.at),
                    by=self.officer,
                    at=self.at,
                )

    def prepare(self) -> None:
        """Have everything there that a package needs."""
        self.score()
        self.decide_the_rest()
        self.rank()
        self.seal()

    def hand_in(self, at: datetime | None = None) -> None:
        """Hand the package in."""
        recommendation.hand_in_package(recommender_id=self.recommender.pk, by=self.officer, at=at or self.at + HOUR)

    def come_back(self, at: datetime) -> None:
        """Let the office return it."""
        until = at + 14 * DAY
        office = self.season.office
        recommendation.return_package(
            recommender_id=self.recommender.pk, reason=RETURNED, again_until=until, by=office, at=at
        )


def _best_first(given: Recommendation) -> tuple[Decimal, int]:
    return -(given.points or Decimal(0)), given.pk


def all_handed_in(season: Season, sides: dict[str, Recommender], keys: Iterable[str], at: datetime) -> None:
    """Let these units hand in their packages, one after the other."""
    for place, key in enumerate(keys):
        desk = Desk.of(season, sides, key, at + place * timedelta(minutes=11))
        if queries.recommended_by(desk.recommender):
            desk.prepare()
            desk.hand_in()


def this_year(season: Season, sides: dict[str, Recommender]) -> None:
    """One handed in, one returned, one that came again, one ready, one whose sealed sheet no longer fits."""
    at = season.recommending + HOUR

    def ready(key: str) -> Desk:
        desk = Desk.of(season, sides, key, at)
        desk.prepare()
        return desk

    ready("industry2").hand_in()
    returned = ready("district1")
    returned.hand_in()
    returned.come_back(at + DAY)
    again = ready("industry3")
    again.hand_in()
    again.come_back(at + 6 * HOUR)
    again.hand_in(at + DAY)
    ready("industry4")
    outdated = Desk.of(season, sides, "group1", at)
    outdated.score()
    outdated.seal()
    outdated.rank()
