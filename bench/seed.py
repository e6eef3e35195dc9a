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

from bench import outcomes
from zhiping.accounts.models import User
from zhiping.applications.models import Application, SignUp
from zhiping.config.demo import words
from zhiping.config.demo.crowd import cases, judging, papers, people
from zhiping.config.demo.names import DISTRICTS
from zhiping.core.definition import loader
from zhiping.core.permissions.actor import SYSTEM, Actor, Role
from zhiping.files import actions as files
from zhiping.files.models import StoredFile
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition, StageWindow
from zhiping.review.models import Scorecard

EXPERTS = 300
UNITS = 4500
CATEGORY = "problem_solving"
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


def build(times: int = 1) -> None:
    """Write everything in one transaction, then let the database count its rows.

    Args: times: how many times as large the season is: its units, cases and experts.
    """
    rng = Random(20)  # noqa: S311 -- invented data
    with transaction.atomic():
        office = people.office(rng)
        now_on, before = open_wide("qc-circle/2022"), open_wide("qc-circle/2020")
        ground = people.Ground(DISTRICTS)
        sides = people.units("side", 0, RECOMMENDERS, ground, rng)
        officers = people.users("officer", RECOMMENDERS, rng)
        people.members([s.organisation for s in sides], officers, Role.RECOMMENDER)
        pool = people.experts(
            people.users("expert", EXPERTS * times, rng), [s.organisation for s in sides], max_load=200
        )
        people.committed(pool, (now_on, before))
        second_factors([*office, *officers, *(e.user for e in pool)])
        units = people.units("unit", 1000, UNITS * times, ground, rng)
        free = people.units("free", 50_000, FREE_UNITS, ground, rng)
        _sign_up(now_on, free)
        secretary = Actor(office[0].pk, Role.SECRETARIAT, None, "秘书处")
        sealed = sealed_sheet(secretary)

        def season(edition: Edition, days: int, titled: int) -> cases.Crowd:
            register = people.recommenders(edition, sides)
            by = [
                Actor(u.pk, Role.RECOMMENDER, s.organisation.pk, u.name) for u, s in zip(officers, sides, strict=True)
            ]
            press = papers.Press(
                (words.title(unit.n, CATEGORY), unit.organisation.name, unit.team.name) for unit in units[:titled]
            )
            return cases.Crowd(
                edition,
                list(zip(register, by, strict=True)),
                secretary,
                press,
                sealed,
                timezone.now() - timedelta(days=days),
                rng,
                step=timedelta(hours=1),
                every=timedelta(seconds=1),
            )

        _year_before(season(before, 400, 20), units[: LAST_YEAR * times], pool, office)
        _running(season(now_on, 30, 20), units, pool, office, times)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def open_wide(key: str) -> Edition:
    """Open an edition whose every window stands open, so that the seeded season never goes stale."""
    definition = loader.load(Path(settings.DEFINITIONS) / key)
    edition = programmes.open_edition(definition=definition, by=SYSTEM, at=people.LONG_AGO)
    StageWindow.objects.filter(edition=edition).update(
        opens_at=people.LONG_AGO, closes_at=people.LONG_AGO + timedelta(days=36_500)
    )
    return edition


def second_factors(guarded: list[User]) -> None:
    """Give those who judge and decide their authenticator: without one the site leads them to its set-up."""
    Authenticator.objects.bulk_create([Authenticator(user=u, type="totp", data={"secret": ""}) for u in guarded])


def _sign_up(edition: Edition, free: list[people.Unit]) -> None:
    SignUp.objects.bulk_create(
        [
            SignUp(edition=edition, organisation=u.organisation, signed_up_at=people.LONG_AGO, signed_up_by=u.admin)
            for u in free
        ]
    )


def sheet() -> bytes:
    """Return a page as if it were sealed and scanned."""
    page = io.BytesIO()
    Image.new("RGB", (620, 877), "#fdfcf8").save(page, "JPEG")
    return page.getvalue()


def sealed_sheet(by: Actor) -> StoredFile:
    """Keep such a page."""
    return files.store(name="盖章页.jpg", content=sheet(), by=by, at=people.LONG_AGO)


def _year_before(crowd: cases.Crowd, units: list[people.Unit], pool: list, office: list) -> None:  # type: ignore[type-arg]
    """Fill the year before: 345 published, the others not selected, three cards each."""
    published = cases.fill(crowd, "published", _entered(units[: sum(PUBLISHED)]))
    others = cases.fill(crowd, "not_selected", _entered(units[sum(PUBLISHED) :]))
    seats = judging.panel(crowd, "desk", "资料评审组", pool)
    every = [*published, *others]
    judging.score(crowd, judging.assign(crowd, seats, every, pool, each=3), crowd.at)
    outcomes.conclude(crowd, every, office[0], crowd.rng)
    outcomes.resolve(crowd, published, office[2], PUBLISHED)
    outcomes.publish(crowd, published, office[0], office[1], STORIES)


def _entered(units: list[people.Unit]) -> list[cases.Place]:
    return [(unit, CATEGORY) for unit in units]


def _running(
    crowd: cases.Crowd,
    units: list[people.Unit],
    pool: list,  # type: ignore[type-arg]
    office: list,  # type: ignore[type-arg]
    times: int,
) -> None:
    """Fill the running year: most cases at the desk review with four cards each, the others before and behind it."""
    turn = 0
    found: dict[str, list[Application]] = {}
    for state, count in RUNNING.items():
        chosen = [units[(turn + n) % len(units)] for n in range(count * times)]
        turn += count * times
        found[state] = cases.fill(crowd, state, _entered(chosen))
    seats, due_at = judging.panel(crowd, "desk", "资料评审组", pool), crowd.at + timedelta(days=3650)
    standing = judging.assign(crowd, seats, found["desk"], pool, each=4, due_at=due_at)
    judging.score(crowd, standing, crowd.at, open_share=0.25)
    done = judging.assign(crowd, seats, found["approval"], pool, each=3)
    judging.score(crowd, done, crowd.at)
    outcomes.conclude(crowd, found["approval"], office[0], crowd.rng)
    levels = [crowd.definition.levels[1 + n % 2].id for n in range(len(found["approval"]))]
    outcomes.propose(crowd, found["approval"], levels, office[0])
