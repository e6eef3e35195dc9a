"""The demo season holds what people are to be shown, and never grows stale."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db.models import Max

from zhiping.accounts.models import User
from zhiping.applications.models import Application, StateChange
from zhiping.applications.queries import completeness
from zhiping.config.demo import words
from zhiping.decision.models import Certificate, Objection
from zhiping.experts.models import Expert
from zhiping.journal.models import Entry
from zhiping.journey.queries import worklists
from zhiping.journey.queries.capacities import capacities
from zhiping.programmes.models import Edition, Recommender
from zhiping.review.models import Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_season")]
THIS_YEAR = datetime.now(UTC).year


def test_the_public_notice_shows_an_objection_of_every_kind() -> None:
    states = Objection.objects.filter(item__notice__edition__programme="excellence").values_list("state", flat=True)
    assert Counter(states) == {"open": 1, "refused": 1, "upheld": 1}


def test_something_waits_for_the_office_the_committee_and_the_guiding_unit() -> None:
    people = User.objects.filter(username__in=("office", "office2", "committee", "guiding")).order_by("username")
    waits = {p.username: any(worklists.worklist(actor) for actor in capacities(p)) for p in people}
    assert waits == dict.fromkeys(("committee", "guiding", "office", "office2"), True)


def test_it_shows_last_year_this_year_and_what_is_about_to_open() -> None:
    found = Edition.objects.filter(programme="qc-circle").order_by("year").values_list("year", flat=True)
    assert list(found) == [THIS_YEAR - 1, THIS_YEAR, THIS_YEAR + 1]
    assert all(str(edition.year) in edition.title for edition in Edition.objects.all())


def test_the_running_year_has_a_case_in_every_state_that_a_running_year_knows() -> None:
    states = set(Application.objects.filter(edition__key=f"qc-circle/{THIS_YEAR}").values_list("state", flat=True))
    assert states == {
        *(
            "draft",
            "recommend",
            "screening",
            "screening.supplement",
            "desk",
            "panel",
            "presentation",
            "approval",
            "notice",
        ),
        *("declined", "not_passed", "not_selected", "withdrawn"),
    }


def test_nothing_in_it_happens_after_today() -> None:
    latest = [
        StateChange.objects.aggregate(at=Max("at"))["at"],
        Entry.objects.aggregate(at=Max("at"))["at"],
        Application.objects.aggregate(at=Max("created_at"))["at"],
        Certificate.objects.aggregate(at=Max("issued_at"))["at"],
    ]
    assert max(latest) < datetime.now(UTC)


def test_thirty_five_recommenders_of_every_kind_stand_on_the_register() -> None:
    kinds = Recommender.objects.filter(edition__key=f"qc-circle/{THIS_YEAR}").values_list("kind", flat=True)
    assert Counter(kinds) == {"district": 16, "industry": 12, "group": 6, "virtual": 1}


def test_planted_conflicts_are_found() -> None:
    kinds = set(Conflict.objects.values_list("kind", flat=True))
    assert kinds >= {"same_organisation", "same_group", "former_employer", "alias_match", "coached_or_trained"}
    assert Expert.objects.count() > 20


def test_what_is_written_in_bulk_is_what_the_acts_would_have_written() -> None:
    crowd = Application.objects.filter(receipts__key__startswith="crowd-").select_related("edition", "content")
    assert crowd.count() > 20
    for case in crowd[:20]:
        opinion = completeness.standing_endorsement(case)
        assert opinion is not None
        assert opinion.version.content_hash == completeness.current_hash(case)
        assert completeness.missing_files(case, case.created_at) == []
        last = case.changes.latest("at", "pk")
        assert (last.to_state, last.at <= case.state_since) == (case.state, True)


def test_one_unit_hands_in_last_years_outcome_under_other_words() -> None:
    now = set(Application.objects.filter(edition__key=f"qc-circle/{THIS_YEAR}").values_list("organisation", "title"))
    before = Application.objects.filter(edition__key=f"qc-circle/{THIS_YEAR - 1}")
    copies = {(unit, words.reworded(title)) for unit, title in before.values_list("organisation", "title")} & now
    assert len(copies) == 1


def test_invented_outcomes_are_all_different() -> None:
    titles = [words.title(n, category) for category in ("problem_solving", "innovative") for n in range(1000)]
    assert len(set(titles)) == len(titles)
    assert len({words.unit(n) for n in range(3000)}) == 3000
