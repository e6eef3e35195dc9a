"""The order in which a recommending unit puts what it recommends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhiping.applications import rules as windows
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.programmes.models import Recommender
from zhiping.recommendation import permissions, queries, rules
from zhiping.recommendation.models import Recommendation


@transaction.atomic
def rank(*, recommender_id: int, places: Mapping[int, int | None], by: Actor, at: datetime) -> list[Recommendation]:
    """Put the recommended cases of an edition in order, each category for itself, while the window is open.

    Side effects in order: ranks of the standing recommendations; journal entry with every place.
    Args: places: application id → place, None for no place; cases not named keep theirs.
    Raises: NotFound for a case this unit has not recommended; NotAllowed; RuleViolation("window.*" |
    "recommendation.disqualified" | "ranking.not_positive" | "ranking.twice").
    Source: requirements D2; qc-2020 二.2(2), 三.3 (择优推荐).
    """
    recommender = (
        Recommender.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .filter(pk=recommender_id)
        .first()
    )
    if recommender is None:
        raise NotFound
    permissions.require_officer(by, recommender)
    if recommender.disqualified_at is not None:
        raise RuleViolation("recommendation.disqualified", label=recommender.label)
    windows.check_window(queries.recommending_window(recommender.edition), at)
    standing = {given.application_id: given for given in queries.recommended_by(recommender)}
    if not places.keys() <= standing.keys():
        raise NotFound
    for application_id, place in places.items():
        standing[application_id].rank = place
    rules.check_places(
        rules.Place(given.application_id, given.application.category, given.rank) for given in standing.values()
    )
    Recommendation.objects.bulk_update([standing[pk] for pk in places], ["rank"])
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    told = {str(pk): place for pk, place in sorted(places.items())}
    journal.write("recommendation.rank", subject=subject, edition_key=key, by=by, at=at, places=told)
    return list(standing.values())
