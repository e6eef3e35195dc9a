"""The order in which a recommending unit puts what it recommends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.recommendation import queries, rules
from zhiping.recommendation.actions.package import lock_open
from zhiping.recommendation.models import Recommendation


@transaction.atomic
def rank(*, recommender_id: int, places: Mapping[int, int | None], by: Actor, at: datetime) -> list[Recommendation]:
    """Put the recommended cases of an edition in order, each category for itself, while the window is open.

    Side effects in order: ranks of the standing recommendations; journal entry with every place.
    Args: places: application id → place, None for no place; cases not named keep theirs.
    Raises: NotFound for a case this unit has not recommended; NotAllowed; RuleViolation("window.*" |
    "recommendation.disqualified" | "package.handed_in" | "ranking.not_positive" | "ranking.twice").
    Source: requirements D2; qc-2020 二.2(2), 三.3 (择优推荐).
    """
    recommender = lock_open(recommender_id, by, at)
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
