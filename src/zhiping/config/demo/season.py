"""The demo's years: each programme at another stage, with what goes wrong planted, as if today were a day of theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from zhiping.applications.models import Application
from zhiping.config.demo import desks, finishing, names, packages
from zhiping.config.demo.crowd import people as crowds
from zhiping.config.demo.crowd import seasons
from zhiping.config.demo.people import PASSWORD, World, make_world
from zhiping.config.demo.trips import Season
from zhiping.core.definition import loader
from zhiping.core.definition.rebase import rebase
from zhiping.core.definition.when import SHANGHAI
from zhiping.core.permissions.actor import SYSTEM, Actor, Role
from zhiping.jobs import actions as jobs
from zhiping.journey import actions as journey
from zhiping.messages.models import OutboxMail
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition, Recommender

KINDS = {"district": "district", "industry": "industry", "group": "group"}
NOW = datetime.now  # the only clock of the demo: every date of it counts from today
LONG_BEFORE = timedelta(days=120)
UNITS, EXPERTS = 270, 44
PACKAGES_BEFORE = 6
"""Recommending units whose package of the year before can be read; each is drawn, sealed, scanned and read."""
SMALL = 0.03
"""The scale at which tests build the season: every state has a case, no state has many, no year before the last."""
OLDEST = -1

LOGINS = (
    ("申报人 applicant", "team", "/home/"),
    ("单位管理员 unit", "unit", "/home/"),
    ("推荐单位 recommender", "recommender", "/home/"),
    ("专家 expert", "expert", "/home/"),
    ("秘书处 secretariat", "office", "/home/"),
    ("秘书处（第二人）", "office2", "/home/"),
    ("审定专家 committee", "committee", "/home/"),
    ("指导单位 guiding", "guiding", "/home/"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One edition: whose rules it carries on, which of their days today is, the year it is for, its story.

    day: in the calendar of the notice; today falls on it, so that the demo never grows stale. years: 0 this year.
    """

    rules: str
    day: date
    years: int
    tell: Callable[[Year], None]


@dataclass(frozen=True, slots=True)
class Year:
    """An edition that is open, with everybody there is, and its calendar."""

    edition: Edition
    world: World
    masses: seasons.Masses
    moved: timedelta

    def at(self, *day: int, hour: int = 2) -> datetime:
        """Return the instant of a day of the notice's calendar, as it falls in the demo's."""
        return datetime(*day, hour, tzinfo=UTC) + self.moved  # type: ignore[misc, arg-type]

    def season(self, *days: tuple[int, int, int]) -> Season:
        """Return the trips of this edition. days: when people apply, recommend, check, review."""
        applying, recommending, checking, reviewing = (self.at(*day) for day in days)
        rng = Random(self.edition.programme + str(days))  # noqa: S311 -- invented data
        return Season(self.edition, self.world, applying, recommending, checking, reviewing, rng)


def build(scale: float = 1) -> list[tuple[str, str, str, str]]:
    """Build the season once and return the logins: role, user name, password, path.

    A later call lets the clocks of its editions go on from where they were left.
    scale: 1 for the size of a real year, SMALL for tests, 10 or 30 for measuring.
    """
    if not Edition.objects.filter(is_demo=True).exists():
        with transaction.atomic():
            _build(seasons.Size(scale))
    else:
        programmes.rest_demo_clocks(by=SYSTEM, at=NOW(UTC))
    return [(role, name, PASSWORD, path) for role, name, path in LOGINS]


def _build(size: seasons.Size) -> None:
    today = NOW(UTC).astimezone(SHANGHAI).date()
    bodies = loader.load(settings.DEFINITIONS / "qc-circle" / "2022").guiding_units
    world = make_world(tuple(bodies), today)
    masses = _masses(world, size)
    for told in EDITIONS:
        if told.years < OLDEST and size.scale <= SMALL:
            continue
        moved = datetime.combine(today, time()) - datetime.combine(told.day, time())
        told.tell(Year(_open(told, today.year + told.years, moved), world, masses, moved))
    desks.invitations(world, NOW(UTC))
    desks.saved_views(world, _running(), NOW(UTC))
    _deliver_the_mails()


def _running() -> dict[str, int]:
    """Return this year's edition of each programme: programme → its number."""
    this_year = NOW(UTC).astimezone(SHANGHAI).year
    return dict(Edition.objects.filter(year=this_year).values_list("programme", "pk"))


def _deliver_the_mails() -> None:
    """What was told in the invented past has arrived and been looked at: nothing waits in the queue at the start."""
    OutboxMail.objects.update(state=OutboxMail.State.SENT, sent_at=NOW(UTC))
    jobs.forget("messages.deliver")
    jobs.forget("screening.look_at_arrival")


def _masses(world: World, size: seasons.Size) -> seasons.Masses:
    """Fill the register: units with their people, and the experts beside those who are told one by one."""
    rng = Random("masses")  # noqa: S311 -- invented data
    groups = [world.sides[key] for key in sorted(world.sides) if key.startswith("group")]
    ground = crowds.Ground(names.DISTRICTS, groups, world.hashed, mails=False)
    units = crowds.units("c", 0, size.of(UNITS, 48), ground, rng)
    users = crowds.users("c-expert", size.of(EXPERTS, 8), rng, world.hashed)
    homes = [*world.institutes, *(unit.organisation for unit in units[3:6])]
    # An expert whose own firm applies is suspected in a whole category. However large the season, these stay as few
    # as in a real year: of a pool of thousands a third would run into conflict with half of all cases.
    turns = [homes if n < EXPERTS else world.institutes for n in range(len(users))]
    pool = crowds.experts(users, [turn[n % len(turn)] for n, turn in enumerate(turns)], max_load=30)
    world.experts += [Actor(e.user_id, Role.EXPERT, e.pk, f"专家 · {e.user.name}") for e in pool]
    return seasons.Masses.of(units, pool, size)


def _open(told: Told, year: int, moved: timedelta) -> Edition:
    rules = loader.load(settings.DEFINITIONS / told.rules)
    named = {"document": f"演示，依{rules.document}", "document_en": f"Demo, after {rules.document_en}"}
    carried = rebase(rules, year=year, days=moved.days, **named)
    opened_at = datetime.combine(told.day, time(2), UTC) + moved - LONG_BEFORE
    return programmes.open_edition(definition=carried, is_demo=True, by=SYSTEM, at=opened_at)


def _applying(year: Year, season: Season, sides: dict[str, Recommender]) -> None:
    """Drafts, endorsed ones, cases before recommenders, the first ones before the office."""
    units, domains = year.world.units, ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")

    def submitted(place: int, key: str, category: str = "problem_solving") -> Application:
        titles = names.PROBLEMS if category == "problem_solving" else names.INNOVATIONS
        chosen = {"category": category, "domain": domains[place % 5]}
        return season.submitted(units[place], titles[place], sides[key], **chosen)

    season.start(units[0], names.PROBLEMS[0], sides["industry1"])
    season.endorse(season.start(units[1], names.INNOVATIONS[1], sides["group1"], category="innovative"), units[1])
    season.start(units[14], names.PROBLEMS[14], sides["district1"], domain="nonprofit_services")
    waiting = [submitted(place, "industry1") for place in (0, 2, 5, 7)]
    submitted(8, "group1")
    submitted(9, "group2"), submitted(9, "group2", "innovative"), submitted(10, "group2")
    for place, key in ((3, "district1"), (4, "group1"), (11, "industry2"), (12, "industry2"), (15, "group1")):
        season.recommend(submitted(place, key), key)
    returned, taken_back = waiting[2], submitted(6, "district1")
    finishing.return_case(season, returned, "industry1", "请补充现状调查的分层数据")
    season.withdraw(taken_back, units[6], "小组决定完善后明年再报")


def _reviewing(year: Year) -> None:
    """site-management/2023: supplements, one overdue, presentations and a site visit under way, one who came too late."""
    season = year.season((2023, 5, 10), (2023, 6, 8), (2023, 8, 3), (2023, 8, 10))
    sides = season.recommenders(("district1", "industry1", "group1", "group2"), KINDS)
    kinds = ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")
    route = {0: "industry1", 1: "group1", 2: "industry1", 3: "district1", 4: "group1", 5: "industry1", 7: "industry1"}
    route |= {8: "group1", 9: "group2", 10: "group2", 12: "district1", 14: "district1"}
    cases = {}
    for place, key in route.items():
        chosen = {"domain": kinds[place % 5]}
        case = season.submitted(year.world.units[place], names.SITES[place], sides[key], **chosen)
        cases[place] = season.recommend(case, key)
    season.endorse(
        season.start(year.world.units[11], names.SITES[11], sides["group1"], domain="construction"),
        year.world.units[11],
    )
    season.supplement(cases[12], "证实性材料缺少盖章页，请补充。", days=5)
    season.supplement(cases[14], "成果报告第三部分数据与附表不一致，请核对。", days=30)
    for place, case in cases.items():
        if place not in (10, 12, 14):
            season.passed(case)
    everybody = {key: side for key, side in sides.items() if key != "group2"}
    seasons.site_year(year.season((2023, 6, 1), (2023, 7, 1), (2023, 8, 3), (2023, 8, 10)), everybody, year.masses)
    packages.all_handed_in(season, everybody, year.masses.some(everybody), year.at(2023, 7, 20))
    desks.sign_up_only(season, (6, 13, 15))


def _noticing(year: Year) -> None:
    """excellence/2024: in public notice, objections open, refused and upheld; cases refused and not selected."""
    season = year.season((2024, 7, 10), (2024, 8, 10), (2024, 9, 3), (2024, 9, 20))
    sides = season.recommenders(("district1", "industry1", "group1"), KINDS)
    plan = (
        (0, "group1", "model"),
        (1, "group1", "practice"),
        (4, "group1", "experience"),
        (9, "industry1", "model"),
        (3, "district1", "practice"),
        (8, "industry1", "practice"),
    )
    cases = []
    for place, key, category in plan:
        case = season.submitted(year.world.units[place], names.PRACTICES[place], sides[key], category=category)
        cases.append(season.recommend(case, key))
    for place, direct, category in ((2, "private", "practice"), (13, "foreign", "model"), (7, "specialised", "model")):
        unit = year.world.units[place]
        cases.append(season.submitted(unit, names.PRACTICES[place], None, direct=f"direct.{direct}", category=category))
    packages.all_handed_in(season, sides, year.masses.some(sides), year.at(2024, 8, 14))
    desks.paper_copies(season, cases)
    finishing.refuse(season, cases[5], "申报主体上年度有质量安全行政处罚，不符合第五条(二)")
    standing = [season.passed(case) for case in cases if case != cases[5]]
    finishing.judge_excellence(season, standing)
    finishing.approve(season, year.at(2024, 10, 22))
    finishing.notice_with_objection(season, year.at(2024, 10, 23))


def _published(year: Year) -> None:
    """qc-circle/2020: the whole way, published, with certificates and stories."""
    season = year.season((2020, 7, 2), (2020, 7, 8), (2020, 7, 15), (2020, 7, 28))
    sides = season.recommenders(("district1", "industry1", "group1", "group2"), KINDS)
    plan = {0: "industry1", 1: "group1", 3: "district1", 4: "group1", 5: "industry1", 7: "industry1", 8: "group1"}
    plan |= {9: "group2", 11: "district1", 12: "district1"}
    for place, key in plan.items():
        category = "innovative" if place % 3 == 1 else "problem_solving"
        titles = names.INNOVATIONS if category == "innovative" else names.PROBLEMS
        title = f"{titles[place]}（前期）"  # another name than the later outcome: the machine finds equal ones
        case = season.submitted(year.world.units[place], title, sides[key], category=category)
        season.passed(season.recommend(case, key))
    finishing.judge_circles(season)
    finishing.approve(season, year.at(2020, 11, 20))
    finishing.publish(season, notice_at=year.at(2020, 11, 25), at=year.at(2020, 12, 8))


def _archived(year: Year) -> None:
    """performance-excellence: two years, decided, published, archived."""
    season = year.season((2018, 9, 10), (2018, 9, 20), (2019, 6, 20), (2019, 7, 20))
    for place in (0, 1, 8, 9, 12):
        unit = year.world.units[place]
        title = names.PRACTICES[place].replace("模式", "体系").replace("实践", "推进")
        case = season.submitted(unit, title, None, category="quality_award")
        season.passed(case)
    finishing.judge_award(season)
    finishing.approve(season, year.at(2019, 9, 10))
    finishing.publish(season, notice_at=year.at(2019, 9, 20), at=year.at(2019, 10, 20))
    away = year.at(2020, 1, 10)
    journey.archive(edition_id=year.edition.pk, reason="两年活动全部办结", by=season.office, at=away)


def _this_year(year: Year) -> None:
    """qc-circle, this year: what is told one by one, and the many, each batch at another stage."""
    _accept_in_batches(year)
    season = year.season((2022, 4, 22), (2022, 5, 6), (2022, 5, 7), (2022, 6, 20))
    sides = season.recommenders(tuple(year.world.sides), KINDS, co_creation="group2")
    _applying(year, season, sides)
    crowd = year.season((2022, 4, 3), (2022, 5, 6), (2022, 5, 3), (2022, 6, 20))
    seasons.this_year(crowd, sides, year.masses)
    packages.this_year(season, sides)
    desks.complaints(season, sides)
    desks.sign_up_only(season, (13,))


def _accept_in_batches(year: Year) -> None:
    """Let the office open what the notice dates only by months, so that early cases go on while others apply."""
    windows = {
        "sign_up": ((2022, 3, 20), (2022, 5, 21)),
        "apply": ((2022, 3, 20), (2022, 5, 21)),
        "recommend": ((2022, 3, 25), (2022, 6, 5)),
        "screening": ((2022, 4, 4), (2022, 7, 15)),
        "desk": ((2022, 4, 6), (2022, 7, 20)),
        "panel": ((2022, 4, 15), (2022, 7, 25)),
        "video": ((2022, 4, 15), (2022, 7, 25)),
        "presentation": ((2022, 4, 15), (2022, 7, 28)),
        "approval": ((2022, 4, 18), (2022, 7, 31)),
    }
    for stage, (opens, closes) in windows.items():
        programmes.set_window(
            edition_id=year.edition.pk,
            stage_id=stage,
            opens_at=year.at(*opens, hour=1),
            closes_at=year.at(*closes, hour=14),
            reason="分批受理",
            by=year.world.office[0],
            at=year.at(2022, 3, 18),
        )


def _year_before(year: Year) -> None:
    """qc-circle, the year before: finished, published, browsable."""
    season = year.season((2022, 4, 22), (2022, 5, 6), (2022, 5, 20), (2022, 6, 20))
    sides = season.recommenders(tuple(year.world.sides), KINDS, co_creation="group2")
    seasons.year_before(season, sides, year.masses)
    handing_in = tuple(sides)[: year.masses.size.of(PACKAGES_BEFORE, 3)]
    packages.all_handed_in(season, sides, handing_in, year.at(2022, 5, 12))


def _about_to_open(_year: Year) -> None:
    """Next year's: nobody can apply yet, the calendar is public."""


EDITIONS = (
    Told("qc-circle/2020", date(2022, 12, 20), -2, _published),
    Told("performance-excellence/2018", date(2020, 3, 16), -1, _archived),
    Told("qc-circle/2022", date(2023, 5, 9), -1, _year_before),
    Told("site-management/2023", date(2023, 8, 16), 0, _reviewing),
    Told("excellence/2024", date(2024, 10, 28), 0, _noticing),
    Told("qc-circle/2022", date(2022, 5, 9), 0, _this_year),
    Told("qc-circle/2022", date(2022, 3, 12), 1, _about_to_open),
    Told("excellence/2024", date(2024, 5, 12), 1, _about_to_open),
)
