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
from zhiping.recommendation.actions.voiding import void_outdated
from zhiping.recommendation.models import Recommendation


@transaction.atomic
def rank(
    *,
    recommender_id: int,
    places: Mapping[int, int | None],
    move: tuple[int, int] | None = None,
    complete: bool = False,
    by: Actor,
    at: datetime,
) -> list[Recommendation]:
    """Put the recommended cases of an edition in order, each category for itself, while the window is open.

    Side effects in order: ranks of the standing recommendations; journal entry with every place given or changed;
    sealed scans of the earlier order void.
    Args: places: application id → place, None for no place; cases not named keep theirs. move: an application that
    goes on from there, and by how many places downwards (negative: upwards); those it passes close up. complete: give places to all that have none, in the order
    of the comparison, after those that have one.
    Raises: NotFound for a case this unit has not recommended; NotAllowed; RuleViolation("window.*" |
    "recommendation.disqualified" | "package.handed_in" | "ranking.not_positive" | "ranking.twice").
    Source: requirements D2; qc-2020 二.2(2), 三.3 (择优推荐).
    """
    recommender = lock_open(recommender_id, by, at)
    standing = {one.given.application_id: one.given for one in queries.comparison(recommender)}
    if not places.keys() | ({move[0]} if move else set()) <= standing.keys():
        raise NotFound
    for application_id, place in places.items():
        standing[application_id].rank = place
    rules.check_places(_place(given) for given in standing.values())
    changed = _moved(standing, *move) if move else _completed(standing) if complete else {}
    for application_id, place in changed.items():
        standing[application_id].rank = place
    told = {**places, **changed}
    Recommendation.objects.bulk_update([standing[pk] for pk in told], ["rank"])
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    kept = {str(pk): place for pk, place in sorted(told.items())}
    journal.write("recommendation.rank", subject=subject, edition_key=key, by=by, at=at, places=kept)
    void_outdated(recommender.pk, at=at)
    return list(standing.values())


def _place(given: Recommendation) -> rules.Place:
    return rules.Place(given.application_id, given.application.category, given.rank)


def _moved(standing: Mapping[int, Recommendation], application_id: int, steps: int) -> dict[int, int]:
    return rules.moved(_group(standing, standing[application_id].application.category), application_id, steps)


def _completed(standing: Mapping[int, Recommendation]) -> dict[int, int]:
    groups = {given.application.category for given in standing.values()}
    return {pk: place for group in groups for pk, place in rules.completed(_group(standing, group)).items()}


def _group(standing: Mapping[int, Recommendation], category: str) -> list[rules.Place]:
    mine = [_place(given) for given in standing.values() if given.application.category == category]
    return sorted(
        mine, key=lambda place: (place.rank is None, place.rank or 0)
    )  # equals stay in the order of the points
