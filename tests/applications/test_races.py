"""Two people at the same instant, on two connections: numbers without a gap, quotas exact, one receipt a key."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from tests.factories import drafts
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_organisation
from zhiping.applications import actions
from zhiping.applications.models import Application, Content, Receipt
from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.programmes.models import StageWindow
from zhiping.recommendation.models import Precondition

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts on connections of their own, started together; return results, or the refusals in their place."""
    gate, found = Barrier(len(acts)), {}

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait(10)
        try:
            found[place] = act()
        except (RuleViolation, RuleViolations) as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [found[place] for place in range(len(acts))]


def _submitting(draft: drafts.Draft, key: str = "") -> Callable[[], object]:
    return lambda: drafts.hand_in(draft, key=key or draft.key, at=draft.at)


def test_numbers_given_at_once_are_all_different_and_without_a_gap() -> None:
    edition = make_edition()
    recommender = make_recommender(edition)
    ready = [drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender))) for _ in range(6)]

    _at_once(*[_submitting(draft) for draft in ready])

    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert numbers == [f"QC-2022-{n:04d}" for n in range(1, 7)]


def test_a_refused_submission_between_them_leaves_no_gap() -> None:
    edition = make_edition()
    recommender = make_recommender(edition)
    ready = [drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender))) for _ in range(3)]
    unready = drafts.begin(edition, recommender=recommender)

    _at_once(*[_submitting(draft) for draft in (ready[0], unready, ready[1], ready[2])])

    numbers = sorted(Receipt.objects.values_list("number", flat=True))
    assert numbers == ["QC-2022-0001", "QC-2022-0002", "QC-2022-0003"]


def test_four_at_once_for_two_places_of_a_unit_fill_exactly_two() -> None:
    edition, unit = make_edition(), make_organisation()
    recommender = make_recommender(edition)
    ready = [
        drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender))) for _ in range(4)
    ]

    answers = _at_once(*[_submitting(draft) for draft in ready])

    refused = [a for a in answers if isinstance(a, RuleViolations)]
    assert len([a for a in answers if isinstance(a, Receipt)]) == 2
    assert [[v.code for v in r.violations] for r in refused] == [["quota.two_per_unit"]] * 2


def test_a_merged_duplicate_of_the_unit_fills_the_same_places() -> None:
    edition, survivor = make_edition(), make_organisation()
    duplicate = make_organisation(merged_into=survivor)
    recommender = make_recommender(edition)
    ready = [
        drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender)))
        for unit in (survivor, duplicate, survivor, duplicate)
    ]

    answers = _at_once(*[_submitting(draft) for draft in ready])

    assert len([a for a in answers if isinstance(a, Receipt)]) == 2


def test_a_double_click_gives_one_receipt_twice() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin()))

    first, second = _at_once(_submitting(draft, "same"), _submitting(draft, "same"))

    assert first == second == Receipt.objects.get()


def test_the_same_key_on_another_case_is_another_intention() -> None:
    edition = make_edition()
    recommender = make_recommender(edition)
    ready = [drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender))) for _ in range(2)]

    first, second = _at_once(*[_submitting(draft, "same") for draft in ready])

    assert first != second
    assert Receipt.objects.count() == 2


def test_two_editors_saving_at_once_lose_no_word() -> None:
    draft = drafts.begin()

    def saving(answers: dict[str, str]) -> Callable[[], object]:
        return lambda: actions.save_answers(
            application_id=draft.case.pk, answers=answers, base={}, revision=0, by=draft.author, at=draft.at
        )

    _at_once(saving({"title": "甲"}), saving({"trade": "仪表"}), saving({"circle_number": "031"}))

    kept = Content.objects.get(application=draft.case)
    assert {k: kept.answers[k] for k in ("title", "trade", "circle_number")} == {
        "title": "甲",
        "trade": "仪表",
        "circle_number": "031",
    }
    assert kept.revision == 3


def test_whoever_hands_in_never_holds_up_those_who_only_name_the_same_recommender() -> None:
    edition = make_edition()
    recommender = make_recommender(edition)
    ready = drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender)))
    other = drafts.begin(edition, recommender=recommender).case
    named: list[str] = []

    def name_it() -> None:
        """Write rows that refer to the edition and to the recommender, and commit: the database asks for both then."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
                Precondition.objects.create(
                    recommender=recommender,
                    kind="activity_summary",
                    handed_in_at=ready.at,
                    handed_in_by=other.created_by,
                )
                StageWindow.objects.create(edition=edition, stage_id="another")
            named.append("committed")
        except OperationalError as waited:
            named.append(str(waited))
        finally:
            connection.close()

    with transaction.atomic():
        _submitting(ready)()
        beside = Thread(target=name_it)
        beside.start()
        beside.join(20)

    assert named == ["committed"]
