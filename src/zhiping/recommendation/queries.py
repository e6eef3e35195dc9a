"""Read what recommenders have handed in and said."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiping.applications.models import Application
from zhiping.applications.queries import visible_to
from zhiping.core.definition.entry import Precondition as Asked
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.core.worklist import Item
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import Precondition, Recommendation


def missing_preconditions(recommender: Recommender) -> list[Asked]:
    """Return what this recommender must still hand in before it may recommend."""
    given = set(Precondition.objects.filter(recommender=recommender).values_list("kind", flat=True))
    return [p for p in programmes.definition_of(recommender.edition).route.preconditions if p.id not in given]


def preconditions_of(recommender: Recommender) -> dict[str, Precondition]:
    """Return what was handed in, by kind."""
    return {p.kind: p for p in Precondition.objects.filter(recommender=recommender).select_related("file")}


def recommenders_of(actor: Actor) -> QuerySet[Recommender]:
    """Return the register entries for which this person speaks, one an edition, newest first."""
    standing = Recommender.objects.filter(disqualified_at__isnull=True).select_related("edition", "organisation")
    if actor.role is Role.RECOMMENDER:
        return standing.filter(organisation_id=actor.scope_id).order_by("-edition__year", "pk")
    return standing.none()


def get_recommender(actor: Actor, recommender_id: int) -> Recommender:
    """Return one of the register entries of this person. Raises: NotFound."""
    found = recommenders_of(actor).filter(pk=recommender_id).first()
    if found is None:
        raise NotFound
    return found


def standing(application: Application) -> Recommendation | None:
    """Return the opinion that stands on a case."""
    found = Recommendation.objects.filter(application=application, ended_at__isnull=True)
    return found.select_related("recommender", "sealed_file").first()


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return every opinion given on the case, newest last, as far as the fields allow."""
    if Field.RECOMMENDATION not in fields:
        return {}
    given = application.recommendations.select_related("recommender", "sealed_file").order_by("id")
    return {"recommendations": list(given)}


def waiting_for(actor: Actor) -> list[Item]:
    """Return the cases this person's recommending unit has still to give its opinion on."""
    if actor.role is not Role.RECOMMENDER:
        return []
    cases = (
        visible_to(actor).filter(phase="recommendation").prefetch_related("edition__windows").order_by("submitted_at")
    )
    return [_item(case) for case in cases[:200]]


def _item(case: Application) -> Item:
    closes_at = next((w.closes_at for w in case.edition.windows.all() if w.stage_id == case.state), None)
    return Item(
        title=case.title,
        what="recommend",
        href_name="recommender:case",
        href_args=(case.pk,),
        application_id=case.pk,
        detail=case.organisation.name,
        due_at=closes_at,
        since=case.submitted_at,
    )
