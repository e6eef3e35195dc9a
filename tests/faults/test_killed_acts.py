"""The web worker is killed in the middle of an act: all of it is there or nothing, and sent again it goes on.

`python -m bench.faults` kills at every step of submit, endorse, recommend and hand-in, and at any time besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from bench import killing
from bench.killing import Act, Kill, Worker
from bench.people_at_work import Browser

from tests.factories import drafts
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import user_of
from tests.faults.test_killed_worker import database_url
from zhiping.applications.models import Receipt
from zhiping.applications.queries import confirming
from zhiping.programmes.models import StageWindow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> Iterator[Worker]:
    found = Worker()
    yield found
    if found.number:
        found.kill()


def _submitting() -> Act:
    edition = make_edition()
    StageWindow.objects.filter(edition=edition, stage_id="apply").update(closes_at=None)
    recommender, turn = make_recommender(edition), count()

    def make() -> killing.Shot:
        draft = drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender)))
        author = Browser(user_of(draft.author), "applicant", draft.case.organisation_id)
        pairs = [("key", f"killed-{next(turn)}"), ("confirmed", confirming.digest_of(draft.case))]
        return author.post(f"/applications/{draft.case.pk}/submit/", pairs)

    return Act("submit", make)


def test_a_submission_killed_on_its_way_is_all_there_or_not_at_all(worker: Worker) -> None:
    act = _submitting()
    act.learn()
    worker.start()

    early, late, committing = (
        killing.at_step(worker, act, step, database_url())
        for step in ("applications_statechange", killing.JOBS, killing.COMMIT)
    )

    assert early == Kill("submit", "applications_statechange", 0, "nothing", 302)
    assert late == Kill("submit", killing.JOBS, 0, "nothing", 302)
    assert committing == Kill("submit", killing.COMMIT, 0, "whole", 302)
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [f"QC-2022-{n:04d}" for n in range(1, 5)]


def test_each_broken_promise_is_seen() -> None:
    kept = [Kill("submit", "x", 0, "nothing", 302), Kill("submit", "x", 302, "whole", 302)]
    broken = [
        Kill("submit", "x", 302, "nothing", 302),
        Kill("submit", "x", 0, "half", 302),
        Kill("submit", "x", 0, "nothing", 0),
    ]

    assert [kill.is_wrong for kill in kept + broken] == [False, False, True, True, True]
