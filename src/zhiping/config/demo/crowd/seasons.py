"""Two years of one programme at the size of a real one: 356 entries a year, 345 of them published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, islice
from random import Random

from django.db.models import Avg, F

from zhiping.applications.models import Application
from zhiping.config.demo import desks, finishing, words
from zhiping.config.demo.crowd import cases, judging, papers
from zhiping.config.demo.crowd.cases import Crowd
from zhiping.config.demo.crowd.people import Unit
from zhiping.config.demo.trips import HOUR, SEAL, Season, author_of
from zhiping.core.permissions.actor import Actor
from zhiping.decision import actions as decision
from zhiping.experts.models import Expert
from zhiping.files import actions as files
from zhiping.journey import actions as journey
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions as recommendation
from zhiping.review import actions as review
from zhiping.review.models import Assignment, RoundResult, Scorecard
from zhiping.review.queries import participants
from zhiping.screening import actions as screening

DAY = timedelta(days=1)
ENTERED, PUBLISHED = 356, 345
"""The year before: what was entered and what came out of it (the real figures of a published list, 2025)."""
LEVELS = {"benchmark": 19, "excellent": 148, "selected": 178}
STANDING = {"first": (28, 7), "desk": (150, 3), "screening": (80, 4), "recommend": (59, 4), "draft": (22, 1)}
"""This year, in batches, with the least that a small season needs; with the cases told one by one there are 356."""
CATEGORIES = ("problem_solving", "innovative")
LATER = 480
"""Added to a unit's number this year, so that it enters another outcome than the year before."""
PANELS = {
    "制造与专精特新评审组": ("manufacturing", "sme"),
    "市场服务评审组": ("market_services",),
    "公共服务与建造评审组": ("nonprofit_services", "construction"),
}
SITES = 60
NOT_TAKING_PART = "不参加本轮评审"
FAULTS = (
    "效益证明未盖财务专用章，请补盖后重新上传。",
    "成果报告第三部分的样本数与附表不一致，请核对。",
    "活动时间早于课题登记时间，请说明并更正。",
    "小组成员名单缺少一人的岗位，请补全。",
)
REASONS = ("课题目标与上级指标口径不一，请先与推荐单位核对", "现状调查缺少分层数据，请补充后再报")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a season is: 1 is a real year, less is for tests, more for measuring."""

    scale: float = 1

    def of(self, count: int, least: int = 1) -> int:
        """Return this many, scaled, never fewer than the least that still shows everything."""
        return max(least, round(count * self.scale))


@dataclass(frozen=True, slots=True)
class Masses:
    """Who fills the seasons: units, the experts of the pool, how many of them a year needs, and their reports."""

    units: Sequence[Unit]
    pool: Sequence[Expert]
    size: Size
    press: papers.Press

    def some(self, keys: Iterable[str]) -> list[str]:
        """Return as many recommending units as the scale asks for: a few for tests, everybody in a real year."""
        every = list(keys)
        return every[: self.size.of(len(every), 2)]

    @classmethod
    def of(cls, units: Sequence[Unit], pool: Sequence[Expert], size: Size) -> Masses:
        """Gather them, and have the reports typeset."""
        before = islice(cases.places(units, CATEGORIES), size.of(PUBLISHED) + size.of(ENTERED - PUBLISHED))
        now = islice(cases.places(units, CATEGORIES), sum(size.of(*count) for count in STANDING.values()))
        wanted = chain(
            ((*place, 0) for place in before),
            ((unit, words.SITE, 0) for unit in _workshops(units, size)),
            ((*place, LATER) for place in now),
        )
        titles = (
            (cases.title_of(unit, category, later), unit.organisation.name, unit.team.name)
            for unit, category, later in wanted
        )
        return cls(units, pool, size, papers.Press(titles))


def _workshops(units: Sequence[Unit], size: Size) -> list[Unit]:
    """Return the units that enter a site: workshops of the domain in which so many compete that a level is shared."""
    return [unit for unit in units if words.trade(unit.n).domain == "manufacturing"][: size.of(SITES, 12)]


def _crowd(
    season: Season, sides: dict[str, Recommender], press: papers.Press, *, later: int, every: timedelta
) -> Crowd:
    """Return the crowd of an edition that begins where the season's applying does."""
    officers = season.world.officers
    sealed = files.store(name="盖章意见.jpg", content=SEAL, by=season.office, at=season.applying)
    first = Application.objects.filter(edition=season.edition, number__isnull=False).count()
    rng = Random(season.edition.programme + str(later))  # noqa: S311 -- invented data
    return Crowd(
        season.edition,
        [(side, officers[key]) for key, side in sides.items()],
        season.office,
        press,
        sealed,
        season.applying,
        rng,
        every=every,
        later=later,
        serial=first,
    )


def year_before(season: Season, sides: dict[str, Recommender], masses: Masses) -> None:
    """Fill a year, and bring it to the end by the decisions of those who take them."""
    crowd = _crowd(season, sides, masses.press, later=0, every=timedelta(minutes=20))
    entered = cases.places(masses.units, CATEGORIES)
    size, pool = masses.size, masses.pool
    judged = cases.fill(crowd, "desk", list(islice(entered, size.of(PUBLISHED))))
    failed = cases.fill(crowd, "screening", list(islice(entered, size.of(ENTERED - PUBLISHED))))
    for case in failed:
        finishing.refuse(season, case, "资料不完整，限期内未补正")

    heard = season.reviewing + 2 * DAY
    seats = judging.panel(crowd, "desk", "资料评审组", pool)
    judging.score(crowd, judging.assign(crowd, seats, judged, pool, each=3), season.checking, strict=pool[0])
    review.conclude_round(edition_id=season.edition.pk, round_id="desk", by=season.office, at=season.reviewing)

    table = judging.panel(crowd, "panel", "专家会审组", pool[:7])
    judging.assign(crowd, table, judged, pool[:7], each=3)
    judging.deliberated(crowd, table, judged, _levels(judged, "desk", size), heard)
    finishing.score_round(
        replace(season, checking=heard, reviewing=heard + DAY), "presentation", slice(6, 6 + size.of(8, 8))
    )

    finishing.propose(season, heard + 20 * DAY)
    _as_the_panel_said(season, heard + 20 * DAY)
    finishing.approve(season, heard + 21 * DAY)
    finishing.publish(season, notice_at=heard + 22 * DAY, at=heard + 32 * DAY)


def _levels(judged: Sequence[Application], round_id: str, size: Size) -> dict[int, str]:
    """Return the level the panel gives each case: as many of each as in the real year, the best first."""
    ranked = RoundResult.objects.filter(application__in=[c.pk for c in judged], round_id=round_id)
    best_first = list(ranked.order_by("-merged_points", "pk").values_list("application_id", flat=True))
    given = [level for level, count in LEVELS.items() for _ in range(size.of(count))]
    last = given[-1]
    return {case: given[place] if place < len(given) else last for place, case in enumerate(best_first)}


def _as_the_panel_said(season: Season, at: datetime) -> None:
    """Let the office take the panel's level wherever the shares of a domain, rounded, came out otherwise."""
    said = RoundResult.objects.filter(application__edition=season.edition, round_id="panel")
    proposed = said.exclude(proposed_level=F("application__proposal__level"))
    for case_id, level in proposed.values_list("application_id", "proposed_level"):
        reason = "按专家会审意见"
        decision.change_proposal(application_id=case_id, level=level, reason=reason, by=season.office, at=at)


def site_year(season: Season, sides: dict[str, Recommender], masses: Masses) -> None:
    """Fill the programme of workshops: judged on paper, the best before the panel, one visited."""
    crowd = _crowd(season, sides, masses.press, later=0, every=timedelta(hours=8) / max(1, masses.size.scale))
    batch = cases.fill(crowd, "desk", [(unit, words.SITE) for unit in _workshops(masses.units, masses.size)])
    season.panel("desk", season.world.experts[: masses.size.of(30, 20)])
    season.assigned("desk")
    judging.score(crowd, _assigned(batch), season.reviewing, strict=masses.pool[0])
    season.scored("desk")
    end = season.reviewing + 2 * DAY
    review.conclude_round(edition_id=season.edition.pk, round_id="desk", by=season.office, at=end)

    later = replace(season, checking=end, reviewing=end + DAY)
    defending, others = participants(season.edition, "defence")
    judging.advance(crowd, others, "defence", NOT_TAKING_PART, end + HOUR)
    later.panel("defence", season.world.experts[6 : 6 + masses.size.of(5, 5)], "答辩评审组")
    later.assigned("defence")
    for case in defending[: max(1, len(defending) // 3)]:
        judging.score(crowd, _assigned([case], "defence"), end + 3 * HOUR)
        _ask_for_a_visit(crowd, case, end + DAY)
    later.panel("site_visit", season.world.experts[12:15], "现场验证组")
    later.assigned("site_visit")


def _ask_for_a_visit(crowd: Crowd, case: Application, at: datetime) -> None:
    """Let the panel, having heard one case, ask to see the place; the others are still to be heard."""
    merged = Scorecard.objects.filter(assignment__application=case, assignment__round_id="defence")
    RoundResult.objects.create(
        application=case,
        round_id="defence",
        merged_points=merged.aggregate(mean=Avg("total_points"))["mean"],
        proposed_level="benchmark",
        visit_requested=True,
        advanced=True,
        reason="答辩所述节拍数据需到现场核实",
        concluded_at=at,
        concluded_by_id=crowd.office.user_id,
    )
    judging.advance(crowd, [case], "defence", "评审组要求现场验证", at)


def this_year(season: Season, sides: dict[str, Recommender], masses: Masses) -> None:
    """Fill the running year: cases before everybody who has something to do, in every state of the way."""
    size = masses.size
    crowd = _crowd(season, sides, masses.press, later=LATER, every=timedelta(hours=2) / max(1, size.scale))
    entered = cases.places(masses.units, CATEGORIES)

    first = replace(season, checking=season.applying + 9 * DAY, reviewing=season.applying + 17 * DAY)

    def standing(batch: str, state: str) -> list[Application]:
        return cases.fill(crowd, state, list(islice(entered, size.of(*STANDING[batch]))))

    _first_batch(first, crowd, standing("first", "desk"), masses)
    _second_batch(season, crowd, standing("desk", "desk"), masses)
    _at_the_check(season, standing("screening", "screening"), size)
    _before_recommenders(season, sides, standing("recommend", "recommend"), size)
    standing("draft", "draft")


def _first_batch(season: Season, crowd: Crowd, batch: Sequence[Application], masses: Masses) -> None:
    """Some are before the panel, some dropped, some defend their level; of the others the committee has resolved some."""
    at = season.reviewing
    _seat(season)
    season.assigned("desk")
    judging.score(crowd, _assigned(batch), season.checking + 3 * HOUR, strict=masses.pool[0])
    review.conclude_round(edition_id=season.edition.pk, round_id="desk", by=season.office, at=at)
    season.panel("panel", season.world.experts[6:11], "专家会审组")  # five, however many cases: all vote on each
    review.find_conflicts(edition_id=season.edition.pk, by=season.office, at=at + HOUR)
    review.convene(edition_id=season.edition.pk, round_id="panel", by=season.office, at=at + 2 * HOUR)
    gone = batch[: len(batch) * 4 // 7]
    ends = [(case, (*LEVELS, "")[place % 4]) for place, case in enumerate(gone)]
    for case, level in ends:
        season.voted("panel", case, level or "selected", goes_on=bool(level))
    _defend(season, [case for case, level in ends if level == "benchmark"], masses.size)
    passing = [case for case, level in ends if level and level != "benchmark"]
    judging.advance(crowd, passing, "presentation", NOT_TAKING_PART, at + 6 * HOUR)
    finishing.propose(season, at + 8 * HOUR)
    judged = list(Application.objects.filter(edition=season.edition, phase="approval").order_by("pk"))
    if len(judged) > 1:  # the rest is the committee's to vote on
        finishing.resolve_first(season, judged[: max(1, len(judged) // 3)], at + 9 * HOUR)


def _defend(season: Season, batch: Sequence[Application], size: Size) -> None:
    """Draw the order of the presentations; the panel has heard the first half."""
    if not batch:
        return
    season.panel("presentation", season.world.experts[6 : 6 + size.of(6, 6)], "标杆级遴选评委组")
    season.assigned("presentation")
    season.scored("presentation", leave=len(batch) * 5 // 2)


def _seat(season: Season) -> None:
    """Seat every expert in the panel of a field of his."""
    people = {e.pk: set(e.fields) for e in Expert.objects.filter(pk__in=[a.scope_id for a in season.world.experts])}
    seated: dict[str, list[Actor]] = {name: [] for name in PANELS}
    for actor in season.world.experts:
        fits = [name for name, domains in PANELS.items() if people[actor.scope_id or 0] & set(domains)]
        seated[min(fits, key=lambda name: len(seated[name]))].append(actor)
    for name, members in seated.items():
        season.panel("desk", members, name, PANELS[name])


def _assigned(batch: Sequence[Application], round_id: str = "desk") -> list[Assignment]:
    ids = [case.pk for case in batch]
    standing = Assignment.objects.filter(application__in=ids, round_id=round_id, ended_at__isnull=True)
    return list(standing.select_related("application__edition", "expert").order_by("pk"))


def _second_batch(season: Season, crowd: Crowd, batch: Sequence[Application], masses: Masses) -> None:
    """The desk review at its middle: the solver has assigned, half of the cards are in."""
    season.assigned("desk")
    rows = _assigned(batch)
    mine = season.world.experts[0].scope_id
    done = [row for place, row in enumerate(rows) if place % 9 < 4 and (row.expert_id != mine or place % 2)]  # noqa: PLR2004 -- four of nine
    judging.score(crowd, done, season.checking + DAY, strict=masses.pool[0], open_share=0.1)


def _at_the_check(season: Season, batch: Sequence[Application], size: Size) -> None:
    """The formal check: some must mend, one has let the time pass, some are refused by two people."""
    for place, case in enumerate(batch[: size.of(14)]):
        days = 5 if place % 7 == 0 else 12 + place % 5
        season.supplement(case, FAULTS[place % len(FAULTS)], days=days)
    for case in batch[size.of(14) : size.of(14) + size.of(6)]:
        finishing.refuse(season, case, "小组所在单位不在本市，不符合一.1")
    desks.share_out(season, batch)
    for case in batch[size.of(14) + size.of(6) :: 3]:
        screening.run_machine_check(application_id=case.pk, by=season.office, at=season.checking)


def _before_recommenders(
    season: Season, sides: dict[str, Recommender], batch: Sequence[Application], size: Size
) -> None:
    """Some are returned, some declined, some taken back; the others wait for their recommenders."""
    officer_of = {side.pk: season.world.officers[key] for key, side in sides.items()}
    returned, declined, taken = size.of(3), size.of(3), size.of(5)
    at = season.recommending
    for place, case in enumerate(batch[:returned]):
        officer = officer_of[case.recommender_id or 0]
        reason = REASONS[place % len(REASONS)]
        recommendation.return_to_applicant(application_id=case.pk, reason=reason, by=officer, at=at)
    for case in batch[returned : returned + declined]:
        officer = officer_of[case.recommender_id or 0]
        recommendation.decline(application_id=case.pk, reason="本单位名额已满，择优推荐", by=officer, at=at)
    for case in batch[returned + declined : returned + declined + taken]:
        journey.withdraw(application_id=case.pk, reason="小组决定完善后明年再报", by=author_of(case), at=at)
