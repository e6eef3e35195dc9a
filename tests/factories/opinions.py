"""Recommending units at work in tests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.factories import drafts
from tests.factories.editions import make_recommender
from tests.factories.people import make_member
from tests.files.test_store import make_picture
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import actions, queries

RECOMMENDING = {
    "qc-circle/2022": datetime(2022, 5, 9, 2, tzinfo=UTC),
    "qc-circle/2020": datetime(2020, 7, 9, 2, tzinfo=UTC),
    "site-management/2023": datetime(2023, 6, 10, 2, tzinfo=UTC),
    "excellence/2024": datetime(2024, 8, 10, 2, tzinfo=UTC),
}
FIGURES = {
    "companies": 12,
    "employees": 4000,
    "registered_ever": 960,
    "registered": 80,
    "active": 72,
    "outcomes": 40,
    "benefit": 560,
    "participants": 1300,
    "trained": 900,
    "suggestions": 310,
    "promoters": 9,
}


def officer_of(recommender: Recommender) -> Actor:
    """Return an officer of the recommending unit."""
    assert recommender.organisation is not None
    return make_member(recommender.organisation, Role.RECOMMENDER, "卫干事")


def hand_in(recommender: Recommender, officer: Actor) -> None:
    """Hand in everything the edition asks of a recommender beforehand."""
    at = RECOMMENDING[recommender.edition.key]
    for asked in programmes.definition_of(recommender.edition).route.preconditions:
        figures = {name: Decimal(number) for name, number in FIGURES.items()}
        actions.hand_in_precondition(
            recommender_id=recommender.pk,
            kind=asked.id,
            text="广泛发动，择优推荐。",
            figures=figures,
            by=officer,
            at=at,
        )


def recommended(edition: Edition | None = None, **more: Any) -> tuple[drafts.Draft, Actor]:
    """Return a case that its own recommender has recommended, and the officer who did it."""
    draft = drafts.submitted(edition, **more)
    assert draft.recommender is not None
    officer = officer_of(draft.recommender)
    hand_in(draft.recommender, officer)
    give(draft, officer)
    return drafts.reload(draft), officer


def give(draft: drafts.Draft, officer: Actor, **over: Any) -> None:
    """Recommend one case."""
    given: dict[str, Any] = {
        "opinion": "活动扎实，同意推荐。",
        "points": Decimal("86.5"),
        "sealed": ("推荐表.jpg", make_picture("JPEG")),
    }
    at = RECOMMENDING[draft.case.edition.key]
    actions.recommend(application_id=draft.case.pk, by=officer, at=at, **(given | over))


def ready_to_hand_in(edition: Edition, *titles: str) -> tuple[Recommender, Actor]:
    """Return a recommender with everything in its package: recommended cases ranked, the sheets sealed and uploaded."""
    recommender = make_recommender(edition)
    officer = officer_of(recommender)
    hand_in(recommender, officer)
    at = RECOMMENDING[edition.key]
    for title in titles:
        draft = drafts.submitted(edition, title, recommender=recommender)
        actions.score(application_id=draft.case.pk, reviewer="张评委", points=Decimal(88), by=officer, at=at)
        give(draft, officer)
    places = {given.application_id: place for place, given in enumerate(queries.recommended_by(recommender), start=1)}
    actions.rank(recommender_id=recommender.pk, places=places, by=officer, at=at)
    seal(recommender, officer)
    return recommender, officer


def seal(recommender: Recommender, officer: Actor) -> None:
    """Upload a sealed scan of every sheet that has to be sealed, as the sheet stands now."""
    for part in queries.parts(recommender):
        if part.rule.required and part.rule.sealed:
            actions.attach_to_package(
                recommender_id=recommender.pk,
                rule_id=part.rule.id,
                name="盖章件.jpg",
                content=make_picture("JPEG"),
                by=officer,
                at=RECOMMENDING[recommender.edition.key],
            )


def reseal(recommender: Recommender, officer: Actor) -> None:
    """Take the sealed scans back and upload new ones of the sheets as they stand now."""
    for given in queries.files_given(recommender):
        actions.detach_from_package(
            recommender_id=recommender.pk, file_id=given.pk, by=officer, at=RECOMMENDING[recommender.edition.key]
        )
    seal(recommender, officer)
