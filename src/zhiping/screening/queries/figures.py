"""Figures of the formal check of one edition: how long it takes, how often it asks, what lies open, with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    DurationField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from zhiping.applications.models import Application, StateChange
from zhiping.core.definition.vocabulary import Event, StageKind
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.screening import rules
from zhiping.screening.models import Docket, Result

ENDS = (Event.PASS_SCREENING, Event.FAIL_SCREENING)
BANDS = (3, 7, 14)
"""Days since a case came to the check, up to which it counts into a band; what is older stands in the last one."""


class Median(Aggregate):
    """The middle one of durations; of two middle ones their mean."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Pace:
    """How many were concluded and how long the middle one took from coming to the check, in days; None of none."""

    count: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person of the office has done and has. oldest_days: of what is with that person now."""

    name: str
    open: int
    oldest_days: float | None
    concluded: Pace


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an edition's formal check.

    pace: event → pace, "" for every end. rounds: number of supplements asked for → cases that have come to the check.
    ages: band of BANDS as its number of days, 0 for older → (with the office, with the applicant).
    """

    pace: dict[str, Pace]
    rounds: dict[int, int]
    ages: dict[int, tuple[int, int]]
    staff: list[Desk]


def figures(edition: Edition, at: datetime) -> Figures:
    """Count the formal check of an edition; six queries, however many cases."""
    return Figures(_pace(edition), _rounds(edition), _ages(edition, at), _staff(edition, at))


def _states(edition: Edition) -> list[str]:
    return [stage.id for stage in programmes.definition_of(edition).stages_of(StageKind.SCREENING)]


def _came(edition: Edition, case: str) -> Subquery:
    """Ask when a case first came to the check. case: the name of its id in the rows asked."""
    changes = StateChange.objects.filter(application=OuterRef(case), to_state__in=_states(edition))
    return Subquery(changes.order_by("at", "pk").values("at")[:1])


def _ended(edition: Edition) -> QuerySet[Any]:
    ends = StateChange.objects.filter(application__edition=edition, event__in=ENDS).order_by()
    return ends.annotate(took=F("at") - _came(edition, "application_id"))


def _pace(edition: Edition) -> dict[str, Pace]:
    ended = _ended(edition)
    rows = ended.values_list("event").annotate(n=Count("pk"), median=Median("took"))
    found = {event: Pace(n, _days(median)) for event, n, median in rows}
    every = ended.aggregate(n=Count("pk"), median=Median("took"))
    return {
        **{end.value: found.get(end.value, Pace(0, None)) for end in ENDS},
        "": Pace(every["n"], _days(every["median"])),
    }


def _rounds(edition: Edition) -> dict[int, int]:
    asked = Result.objects.filter(application=OuterRef("pk"), verdict=Result.Verdict.SUPPLEMENT).order_by()
    count = Subquery(asked.values("application").annotate(n=Count("pk")).values("n"))
    came = StateChange.objects.filter(application=OuterRef("pk"), to_state__in=_states(edition))
    cases = Application.objects.filter(edition=edition).annotate(asked=count, came=Subquery(came.values("pk")[:1]))
    rows = cases.filter(came__isnull=False).order_by("asked").values_list("asked").annotate(n=Count("pk"))
    return dict(sorted((asked or 0, n) for asked, n in rows))


def _ages(edition: Edition, at: datetime) -> dict[int, tuple[int, int]]:
    bands = [When(came__gt=at - timedelta(days=days), then=Value(str(days))) for days in BANDS]
    cases = Application.objects.filter(edition=edition, phase__in=rules.AT_THE_CHECK).order_by()
    banded = cases.annotate(came=_came(edition, "pk")).annotate(
        band=Case(*bands, default=Value("0"), output_field=CharField())
    )
    rows = banded.values_list("band").annotate(
        office=Count("pk", filter=Q(phase="screening")), away=Count("pk", filter=Q(phase="supplement"))
    )
    found = {int(band): (office, away) for band, office, away in rows}
    return {days: found.get(days, (0, 0)) for days in (*BANDS, 0)}


def _staff(edition: Edition, at: datetime) -> list[Desk]:
    """Return everybody who has cases now or has concluded some; who confirmed a refusal concluded it."""
    held = Docket.objects.filter(application__edition=edition, application__phase__in=rules.AT_THE_CHECK)
    held = held.annotate(came=_came(edition, "application_id")).order_by()
    rows = held.values_list("officer_id", "officer__name").annotate(n=Count("pk"), oldest=Min("came"))
    has = {pk: (name, n, oldest) for pk, name, n, oldest in rows if pk is not None}
    ended = _ended(edition).values_list("by_id", "by__name").annotate(n=Count("pk"), median=Median("took"))
    did = {pk: (name, Pace(n, _days(median))) for pk, name, n, median in ended if pk is not None}
    people = sorted({**{pk: row[0] for pk, row in did.items()}, **{pk: row[0] for pk, row in has.items()}}.items())
    return [
        Desk(
            name=name,
            open=has[pk][1] if pk in has else 0,
            oldest_days=_days(at - has[pk][2]) if pk in has and has[pk][2] else None,
            concluded=did[pk][1] if pk in did else Pace(0, None),
        )
        for pk, name in people
    ]


def _days(duration: timedelta | None) -> float | None:
    return None if duration is None else duration / timedelta(days=1)
