"""The outcomes that lists and certificates speak of."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from zhiping.applications.models import Application, Version
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.stated import Outcome, member_names
from zhiping.decision.models import Resolution
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition

SHOWN = ("organisation", "team", "recommender", "resolution")
"""What a list or a certificate says of a case beside its own words."""


def resolved_in(edition: Edition, states: Iterable[str]) -> QuerySet[Application]:
    """Return the cases that stand in these states with a level, everything a list shows fetched."""
    return (
        Application.objects.filter(edition=edition, state__in=list(states), resolution__isnull=False)
        .exclude(resolution__level="")
        .select_related(*SHOWN)
        .order_by("pk")
    )


def with_members(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Fetch the frozen versions too, for certificates that name the members."""
    return cases.prefetch_related(Prefetch("versions", Version.objects.order_by("-number"), to_attr="newest_first"))


def outcome(case: Application, level: str | None = None) -> Outcome:
    """Return what may be said of one case; its level is the resolved one."""
    return Outcome(
        application_id=case.pk,
        number=case.number or "",
        title=case.title,
        team=case.team.name if case.team else "",
        organisation=case.organisation.name,
        person=case.person_name,
        recommender=case.recommender.label if case.recommender else "",
        dimensions=case.dimensions,
        level=resolved_level(case) if level is None else level,
        members=_members(case),
    )


def resolved_level(case: Application) -> str:
    """Return the resolved level's id; empty without a resolution."""
    try:
        return case.resolution.level
    except Resolution.DoesNotExist:
        return ""


def _members(case: Application) -> tuple[str, ...]:
    versions = getattr(case, "newest_first", [])
    return member_names(versions[0].answers.get("members", []) if versions else [])


def states_of(edition: Edition, *kinds: StageKind) -> tuple[str, ...]:
    """Return the ids of the edition's stages of these kinds, which are the states in them."""
    definition = programmes.definition_of(edition)
    return tuple(stage.id for stage in definition.stages if stage.kind in kinds)


def after_approval(edition: Edition) -> tuple[str, ...]:
    """Return the states in which a resolved case waits or stands on a list."""
    return states_of(edition, StageKind.NOTICE, StageKind.PUBLICATION)
