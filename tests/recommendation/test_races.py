"""Two people at the same instant, on two connections: what the first has not committed yet, the second waits for.

The first act is done and held open until the second has answered, or has waited long enough to show that it waits.
Without its lock the second would not wait, would not see the first, and would take a place that is gone.
"""

from __future__ import annotations

import pytest

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender, shipped
from tests.factories.people import LONG_AGO, make_officer, make_organisation
from tests.two_connections import Act, second_while_first_is_held
from zhiping.core.definition.vocabulary import QuotaMoment
from zhiping.core.errors import NotFound, Refusal, RuleViolations
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import actions
from zhiping.recommendation.models import Recommendation

pytestmark = pytest.mark.django_db(transaction=True)


def _recommending(draft: drafts.Draft, officer: Actor) -> Act:
    return lambda: opinions.give(draft, officer)


def _ready(recommender: Recommender) -> Actor:
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    return officer


def _edition_with_one_place(*per: str) -> Edition:
    """Return an edition with one place for each combination of these keys, counted when it is recommended."""
    definition = shipped("qc-circle/2020")
    place = {"id": "one_place", "per": per, "at": QuotaMoment.RECOMMEND, "at_most": 1}
    changed = definition.model_copy(update={"quotas": (definition.quotas[0].model_copy(update=place),)})
    return programmes.open_edition(definition=changed, is_demo=False, by=SYSTEM, at=LONG_AGO)


def _codes(answer: object) -> list[str]:
    return [violation.code for violation in answer.violations] if isinstance(answer, RuleViolations) else []


def test_the_last_place_of_a_type_is_given_once() -> None:
    edition, unit = make_edition("qc-circle/2020"), make_organisation()
    recommender = make_recommender(edition)
    officer, colleague = _ready(recommender), opinions.officer_of(recommender)
    same = {"organisation": unit, "recommender": recommender, "category": "innovative"}
    first, second = (drafts.submitted(edition, **same) for _ in range(2))

    answer = second_while_first_is_held(_recommending(first, officer), _recommending(second, colleague))

    assert _codes(answer) == ["quota.one_of_each_category"]
    assert [drafts.reload(d).case.state for d in (first, second)] == ["screening", "recommend"]


def test_a_merged_duplicate_recommended_by_another_waits_for_the_same_place() -> None:
    edition, survivor = _edition_with_one_place("organisation"), make_organisation()
    duplicate = make_organisation(merged_into=survivor)
    one, other = (make_recommender(edition, make_organisation(f"第{n}推荐单位")) for n in "一二")
    first = drafts.submitted(edition, organisation=survivor, recommender=one)
    second = drafts.submitted(edition, organisation=duplicate, recommender=other)

    answer = second_while_first_is_held(_recommending(first, _ready(one)), _recommending(second, _ready(other)))

    assert _codes(answer) == ["quota.one_place"]
    assert [drafts.reload(d).case.state for d in (first, second)] == ["screening", "recommend"]


def test_two_units_wait_for_the_one_place_of_their_recommender() -> None:
    edition = _edition_with_one_place("recommender")
    recommender = make_recommender(edition)
    officer = _ready(recommender)
    first, second = (drafts.submitted(edition, recommender=recommender) for _ in range(2))

    answer = second_while_first_is_held(_recommending(first, officer), _recommending(second, officer))

    assert _codes(answer) == ["quota.one_place"]
    assert [drafts.reload(d).case.state for d in (first, second)] == ["screening", "recommend"]


def test_one_case_is_decided_once() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer, colleague = _ready(draft.recommender), opinions.officer_of(draft.recommender)
    at = opinions.RECOMMENDING["qc-circle/2022"]

    answer = second_while_first_is_held(
        lambda: actions.decline(application_id=draft.case.pk, reason="未经评审", by=colleague, at=at),
        _recommending(draft, officer),
    )

    assert isinstance(answer, Refusal)
    assert drafts.reload(draft).case.state == "declined"
    assert [r.verdict for r in Recommendation.objects.filter(application=draft.case)] == ["declined"]


def test_whoever_is_being_disqualified_recommends_no_more() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer, office, pk = _ready(draft.recommender), make_officer(), draft.recommender.pk
    at = opinions.RECOMMENDING["qc-circle/2022"]

    answer = second_while_first_is_held(
        lambda: actions.disqualify_recommender(recommender_id=pk, reason="收取评审费", by=office, at=at),
        _recommending(draft, officer),
    )

    assert isinstance(answer, NotFound) or getattr(answer, "code", "") == "recommendation.disqualified"
    assert drafts.reload(draft).case.state == "draft"
    assert not Recommendation.objects.filter(application=draft.case).exists()
