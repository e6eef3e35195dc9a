"""Complete drafts before their closing: filled in, endorsed, their authors signed in, one button from handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bench.closing import Stored
from bench.people_at_work import Browser
from bench.seed import CATEGORY, RECOMMENDERS, sealed_sheet
from zhiping.applications import actions
from zhiping.applications.actions.versions import freeze
from zhiping.applications.models import Application, Endorsement, Receipt
from zhiping.applications.queries import confirming
from zhiping.config.demo import words
from zhiping.config.demo.crowd import cases, papers, people
from zhiping.config.demo.names import DISTRICTS
from zhiping.core.definition import loader
from zhiping.core.permissions.actor import SYSTEM, Actor, Role
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition, StageWindow

KEY, STAGE = "qc-circle/2022", "apply"
HOUR = timedelta(hours=1)


@dataclass
class Ready:
    """Drafts ready to be handed in.

    browsers: case → its author's; confirmed: case → what its author confirmed; closings: case → seconds.
    """

    edition: Edition
    browsers: Mapping[int, Browser]
    confirmed: Mapping[int, str]
    extended: Sequence[int]
    closings: dict[int, float]

    @property
    def cases(self) -> list[int]:
        """Return the cases in an order that mixes extended ones with the others."""
        return sorted(self.browsers, key=lambda pk: (pk * 7919) % 104_729)

    def shot(self, case: int, headers: Mapping[str, str], fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return the form that hands a case in, with what its browser says of its own clock."""
        pairs = [("key", f"closing-{case}"), ("confirmed", self.confirmed[case]), *fields]
        return asdict(self.browsers[case].post(f"/applications/{case}/submit/", pairs, **headers))


def prepare(count: int, extended: int) -> Ready:
    """Write so many drafts in one transaction; the first ones have an extension that a second person confirmed."""
    rng = Random(22)  # noqa: S311 -- invented data
    with transaction.atomic():
        office = people.office(rng)
        edition = programmes.open_edition(
            definition=loader.load(Path(settings.DEFINITIONS) / KEY), by=SYSTEM, at=people.LONG_AGO
        )
        StageWindow.objects.filter(edition=edition).update(
            opens_at=people.LONG_AGO, closes_at=timezone.now() + 24 * HOUR
        )
        ground = people.Ground(DISTRICTS)
        sides = people.recommenders(edition, people.units("side", 0, RECOMMENDERS, ground, rng))
        units = people.units("unit", 1000, count, ground, rng)
        asker, second = (Actor(u.pk, Role.SECRETARIAT, None, u.name) for u in office[:2])
        press = papers.Press([(words.title(u.n, CATEGORY), u.organisation.name, u.team.name) for u in units[:5]])
        sealed, begun = sealed_sheet(asker), timezone.now() - 24 * HOUR
        crowd = cases.Crowd(edition, [(s, asker) for s in sides], asker, press, sealed, begun, rng, every=HOUR / 9999)
        found = cases.fill(crowd, "draft", [(unit, CATEGORY) for unit in units])
        for case, unit in zip(found, units, strict=True):
            endorse(case, unit, crowd)
        for case in found[:extended]:
            until = timezone.now() + 25 * HOUR
            asked = actions.ask_extension(
                application_id=case.pk, stage_id=STAGE, until_at=until, reason="停电", by=asker, at=timezone.now()
            )
            actions.confirm_extension(extension_id=asked.pk, by=second, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browsers = {c.pk: Browser(c.created_by, "applicant", c.organisation_id) for c in found}
    confirmed = {c.pk: confirming.digest_of(c) for c in found}
    return Ready(edition, browsers, confirmed, [c.pk for c in found[:extended]], {})


def endorse(case: Application, unit: people.Unit, crowd: cases.Crowd) -> None:
    """Give the unit's opinion on what stands in the draft, without a form."""
    by = Actor(unit.admin.pk, Role.UNIT, unit.organisation.pk, unit.admin.name)
    case = Application.objects.select_related("edition", "content").get(pk=case.pk)
    version = freeze(case, occasion="endorsement", by=by, at=crowd.at)
    Endorsement.objects.create(
        application=case,
        version=version,
        opinion="成果真实有效，同意申报。",
        total_points=80,
        sealed_file=crowd.sealed,
        endorsed_at=crowd.at,
        endorsed_by=unit.admin,
    )


def close_in(ready: Ready, seconds: float) -> float:
    """Let the window close so many seconds from now; return the instant."""
    closes_at = (timezone.now() + timedelta(seconds=seconds)).replace(microsecond=0)
    StageWindow.objects.filter(edition=ready.edition, stage_id=STAGE).update(closes_at=closes_at)
    late = (closes_at + 24 * HOUR).timestamp()
    ready.closings.update({pk: late if pk in set(ready.extended) else closes_at.timestamp() for pk in ready.browsers})
    return closes_at.timestamp()


def stored() -> list[Stored]:
    """Return every receipt, with only those counted as kept whose case is where a submission leads."""
    rows = Receipt.objects.filter(application__state="recommend", application__submitted_at__isnull=False)
    found: list[tuple[int, str, datetime]] = list(rows.values_list("application_id", "number", "at"))
    return [Stored(case, number, at.timestamp()) for case, number, at in found]


def gap() -> int:
    """Return how many numbers are missing between the first and the last, and receipts without a moved case."""
    serials = sorted(int(n.rsplit("-", 1)[1]) for n in Receipt.objects.values_list("number", flat=True))
    half_way = Receipt.objects.exclude(application__state="recommend").count()
    return (serials[-1] - len(serials) if serials else 0) + half_way
