"""Seed a season of the size that is measured: 10,000 applications, 30,000 scorecards, 300 experts.

Rows are consistent with each other (version, receipt, opinions, history of each case), but written in bulk: the
measured acts themselves go through the site.
"""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from random import Random

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image

from bench import cases, judging, people
from zhiping.accounts.models import User
from zhiping.applications.models import Application, SignUp
from zhiping.config.demo import papers
from zhiping.core.definition import loader
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.files import actions as files
from zhiping.files.models import StoredFile
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition, StageWindow
from zhiping.review.models import Scorecard

EXPERTS = 300
RECOMMENDERS = 35
# state of the running edition → how many cases stand there
RUNNING = {"desk": 6000, "approval": 1000, "screening": 1000, "recommend": 800, "draft": 200}
LAST_YEAR = 1000
PUBLISHED = (19, 148, 178)
"""Levels of the year before, the real figures of a published list."""
STORIES = 300
FREE_UNITS = 1500
"""Units without a case, signed up: each measured submission takes one."""


def is_seeded() -> bool:
    """Tell whether this database holds the season already."""
    return Edition.objects.filter(key="qc-circle/2022").exists() and Scorecard.objects.count() >= 30_000


def build() -> None:
    """Write everything in one transaction, then let the database count its rows."""
    rng = Random(20)  # noqa: S311 -- invented data
    with transaction.atomic():
        office = people.office(rng)
        now_on, before = _edition("qc-circle/2022"), _edition("qc-circle/2020")
        sides = people.units("side", 0, RECOMMENDERS, rng)
        officers = people.users("officer", RECOMMENDERS, rng)
        people.members([s.organisation for s in sides], officers, people.Role.RECOMMENDER)
        pool = people.experts(EXPERTS, (now_on, before), sides, rng)
        _second_factors([*office, *officers, *(e.user for e in pool)])
        units = people.units("unit", 1000, 4500, rng)
        _free_units(now_on, rng)
        report, sealed = _files(Actor(office[0].pk, SYSTEM.role, None, "office"))

        def season(edition: Edition, days: int) -> cases.Season:
            register = people.recommenders(edition, sides)
            at = timezone.now() - timedelta(days=days)
            return cases.Season(edition, register, officers, report, sealed, at, rng)

        _year_before(season(before, 400), units[:LAST_YEAR], pool, office)
        _running(season(now_on, 30), units, pool, office)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _edition(key: str) -> Edition:
    """Open an edition whose every window stands open, so that the seeded season never goes stale."""
    definition = loader.load(Path(settings.DEFINITIONS) / key)
    edition = programmes.open_edition(definition=definition, by=SYSTEM, at=people.LONG_AGO)
    StageWindow.objects.filter(edition=edition).update(
        opens_at=people.LONG_AGO, closes_at=people.LONG_AGO + timedelta(days=36_500)
    )
    return edition


def _second_factors(guarded: list[User]) -> None:
    """Give those who judge and decide their authenticator: without one the site leads them to its set-up."""
    Authenticator.objects.bulk_create([Authenticator(user=u, type="totp", data={"secret": ""}) for u in guarded])


def _free_units(edition: Edition, rng: Random) -> None:
    free = people.units("free", 50_000, FREE_UNITS, rng)
    SignUp.objects.bulk_create(
        [
            SignUp(edition=edition, organisation=u.organisation, signed_up_at=people.LONG_AGO, signed_up_by=u.admin)
            for u in free
        ]
    )


def _files(by: Actor) -> tuple[StoredFile, StoredFile]:
    """Keep one report and one sealed sheet; the rows of all cases share their bytes."""
    report = papers.report("提高差压变送器一次校验合格率", "浦江精密仪表有限公司", "晨光QC小组", ["现状调查。"] * 12)
    sheet = io.BytesIO()
    Image.new("RGB", (620, 877), "#fdfcf8").save(sheet, "JPEG")
    at = people.LONG_AGO
    return (
        files.store(name="成果报告.pdf", content=report, by=by, at=at),
        files.store(name="盖章页.jpg", content=sheet.getvalue(), by=by, at=at),
    )


def _year_before(season: cases.Season, units: list[people.Unit], pool: list, office: list) -> None:  # type: ignore[type-arg]
    """Fill the year before: 345 published, the others not selected, three cards each."""
    published = cases.fill(season, "published", units[: sum(PUBLISHED)])
    others = cases.fill(season, "not_selected", units[sum(PUBLISHED) :])
    seats = judging.panel(season, pool, office[0])
    every = [*published, *others]
    judging.score(season, judging.assign(season, seats, every, pool, each=3, by=office[0]), season.rng)
    judging.conclude(season, every, office[0], season.rng)
    judging.resolve(season, published, office[2], PUBLISHED)
    judging.publish(season, published, office[0], office[1], STORIES)


def _running(season: cases.Season, units: list[people.Unit], pool: list, office: list) -> None:  # type: ignore[type-arg]
    """Fill the running year: most cases at the desk review with four cards each, the others before and behind it."""
    turn = 0
    found: dict[str, list[Application]] = {}
    for state, count in RUNNING.items():
        chosen = [units[(turn + n) % len(units)] for n in range(count)]
        turn += count
        found[state] = cases.fill(season, state, chosen)
    seats = judging.panel(season, pool, office[0])
    standing = judging.assign(season, seats, found["desk"], pool, each=4, by=office[0])
    judging.score(season, standing, season.rng, open_share=0.25)
    done = judging.assign(season, seats, found["approval"], pool, each=3, by=office[0])
    judging.score(season, done, season.rng)
    judging.conclude(season, found["approval"], office[0], season.rng)
    levels = [season.definition.levels[1 + n % 2].id for n in range(len(found["approval"]))]
    judging.propose(season, found["approval"], levels, office[0])
