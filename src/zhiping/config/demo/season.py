"""The small season: five programme-years, each standing at another stage, with what goes wrong planted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from zhiping.applications.models import Application
from zhiping.config.demo import finishing, names
from zhiping.config.demo.people import PASSWORD, World, make_world
from zhiping.config.demo.trips import Season
from zhiping.core.definition import loader
from zhiping.core.permissions.actor import SYSTEM
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition

KINDS = {"district": "district", "industry": "industry", "group": "group"}
NOW = datetime.now  # the only clock of the demo: what the shown instants are shifted from

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


def build() -> list[tuple[str, str, str, str]]:
    """Build the season once and return the logins: role, user name, password, path; a second call only returns them."""
    if not Edition.objects.filter(is_demo=True).exists():
        with transaction.atomic():
            _build()
    return [(role, name, PASSWORD, path) for role, name, path in LOGINS]


def _build() -> None:
    opened = {key: _open(key, shown) for key, (shown, _tell) in EDITIONS.items()}
    bodies = loader.load(settings.DEFINITIONS / "qc-circle" / "2022").guiding_units
    world = make_world(tuple(bodies))
    for key, (_shown, tell) in EDITIONS.items():
        tell(opened[key], world)


def _open(key: str, shown: datetime) -> Edition:
    definition = loader.load(settings.DEFINITIONS / key)
    edition = programmes.open_edition(definition=definition, is_demo=True, by=SYSTEM, at=shown - timedelta(days=120))
    return programmes.move_demo_clock(edition_id=edition.pk, to=shown, by=SYSTEM, at=NOW(UTC))


def _season(edition: Edition, world: World, *days: tuple[int, int, int]) -> Season:
    instants = [datetime(*day, 2, 0, tzinfo=UTC) for day in days]
    applying, recommending, checking, reviewing = instants
    return Season(edition, world, applying, recommending, checking, reviewing, Random(edition.key))  # noqa: S311


def _applying(edition: Edition, world: World) -> None:
    """qc-circle/2022: drafts, endorsed ones, cases before recommenders, the first ones before the office."""
    season = _season(edition, world, (2022, 4, 22), (2022, 5, 6), (2022, 5, 7), (2022, 6, 20))
    keys = ("district1", "industry1", "industry2", "group1", "group2")
    sides = season.recommenders(keys, KINDS, co_creation="group2")
    units, domains = world.units, ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")

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


def _reviewing(edition: Edition, world: World) -> None:
    """site-management/2023: supplements, one overdue, desk review half done, planted conflicts, one who came too late."""
    season = _season(edition, world, (2023, 5, 10), (2023, 6, 8), (2023, 8, 3), (2023, 8, 10))
    sides = season.recommenders(("district1", "industry1", "group1", "group2"), KINDS)
    kinds = ("manufacturing", "market_services", "nonprofit_services", "construction", "sme")
    route = {0: "industry1", 1: "group1", 2: "industry1", 3: "district1", 4: "group1", 5: "industry1", 7: "industry1"}
    route |= {8: "group1", 9: "group2", 10: "group2", 12: "district1", 14: "district1"}
    cases = {}
    for place, key in route.items():
        chosen = {"domain": kinds[place % 5]}
        case = season.submitted(world.units[place], names.SITES[place], sides[key], **chosen)
        cases[place] = season.recommend(case, key)
    season.endorse(
        season.start(world.units[11], names.SITES[11], sides["group1"], domain="construction"), world.units[11]
    )
    season.supplement(cases[12], "证实性材料缺少盖章页，请补充。", days=5)
    season.supplement(cases[14], "成果报告第三部分数据与附表不一致，请核对。", days=30)
    for place, case in cases.items():
        if place not in (10, 12, 14):
            season.passed(case)
    season.panel("desk", world.experts[:10])
    season.assigned("desk")
    season.scored("desk", leave=9)


def _noticing(edition: Edition, world: World) -> None:
    """excellence/2024: in public notice, objections open, refused and upheld; cases refused and not selected."""
    season = _season(edition, world, (2024, 7, 10), (2024, 8, 10), (2024, 9, 3), (2024, 9, 20))
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
        case = season.submitted(world.units[place], names.PRACTICES[place], sides[key], category=category)
        cases.append(season.recommend(case, key))
    for place, direct, category in ((2, "private", "practice"), (13, "foreign", "model"), (7, "specialised", "model")):
        unit = world.units[place]
        cases.append(season.submitted(unit, names.PRACTICES[place], None, direct=f"direct.{direct}", category=category))
    finishing.refuse(season, cases[5], "申报主体上年度有质量安全行政处罚，不符合第五条(二)")
    standing = [season.passed(case) for case in cases if case != cases[5]]
    finishing.judge_excellence(season, standing)
    finishing.approve(season, datetime(2024, 10, 22, 2, tzinfo=UTC))
    finishing.notice_with_objection(season, datetime(2024, 10, 23, 2, tzinfo=UTC))


def _published(edition: Edition, world: World) -> None:
    """qc-circle/2020: the whole way, published, with certificates and stories."""
    season = _season(edition, world, (2020, 7, 2), (2020, 7, 8), (2020, 7, 15), (2020, 7, 28))
    sides = season.recommenders(("district1", "industry1", "group1", "group2"), KINDS)
    plan = {0: "industry1", 1: "group1", 3: "district1", 4: "group1", 5: "industry1", 7: "industry1", 8: "group1"}
    plan |= {9: "group2", 11: "district1", 12: "district1"}
    for place, key in plan.items():
        category = "innovative" if place % 3 == 1 else "problem_solving"
        titles = names.INNOVATIONS if category == "innovative" else names.PROBLEMS
        title = f"{titles[place]}（前期）"  # another name than the later outcome: the machine finds equal ones
        case = season.submitted(world.units[place], title, sides[key], category=category)
        season.passed(season.recommend(case, key))
    finishing.judge_circles(season)
    finishing.approve(season, datetime(2020, 11, 20, 2, tzinfo=UTC))
    finishing.publish(season, notice_at=datetime(2020, 11, 25, 2, tzinfo=UTC), at=datetime(2020, 12, 8, 2, tzinfo=UTC))


def _approving(edition: Edition, world: World) -> None:
    """performance-excellence/2018: before the approval committee."""
    season = _season(edition, world, (2018, 9, 10), (2018, 9, 20), (2019, 6, 20), (2019, 7, 20))
    for place in (0, 1, 8, 9, 12):
        unit = world.units[place]
        case = season.submitted(unit, names.PRACTICES[place].replace("模式", "体系"), None, category="quality_award")
        season.passed(case)
    finishing.judge_award(season)
    finishing.propose(season, datetime(2019, 9, 10, 2, tzinfo=UTC))


Teller = Callable[[Edition, World], None]
EDITIONS: dict[str, tuple[datetime, Teller]] = {
    "qc-circle/2022": (datetime(2022, 5, 9, 2, 0, tzinfo=UTC), _applying),
    "site-management/2023": (datetime(2023, 8, 16, 2, 0, tzinfo=UTC), _reviewing),
    "excellence/2024": (datetime(2024, 10, 28, 2, 0, tzinfo=UTC), _noticing),
    "performance-excellence/2018": (datetime(2019, 9, 16, 2, 0, tzinfo=UTC), _approving),
    "qc-circle/2020": (datetime(2020, 12, 20, 2, 0, tzinfo=UTC), _published),
}
