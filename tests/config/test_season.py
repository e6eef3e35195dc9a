"""The demo season holds what people are to be shown, and never grows stale."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db.models import Max

from zhiping.accounts.models import User
from zhiping.applications.models import Application, Endorsement, PaperCopy, SealedSheet, StateChange
from zhiping.applications.queries import completeness
from zhiping.config.demo import words
from zhiping.decision.models import Certificate, Objection
from zhiping.experts.models import Expert
from zhiping.journal.models import Entry
from zhiping.journey.queries import worklists
from zhiping.journey.queries.capacities import capacities
from zhiping.organisations.models import Invitation
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import queries as recommending
from zhiping.recommendation.models import Complaint, Package, PackageFile
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


def test_sheets_are_read_as_sealed_but_for_a_unit_that_used_a_page_of_its_own() -> None:
    seen = SealedSheet.objects.values_list("application__organisation__name", "code_read", "seal_seen")
    assert seen.count() > 30
    assert {name for name, *looks in seen if looks == [False, False]} == {"怡景园物业管理有限公司"}
    assert {name for name, *looks in seen if looks not in ([False, False], [True, True])} == set()
    vouched = Endorsement.objects.filter(vouched=True).values_list("application__organisation__name", flat=True)
    assert set(vouched) == {"怡景园物业管理有限公司"}


def test_packages_of_this_year_stand_in_every_state() -> None:
    now = Package.objects.filter(recommender__edition__key=f"qc-circle/{THIS_YEAR}")
    told = [(package.recommender.label, package.returned_at is None) for package in now.order_by("pk")]
    assert told == [
        ("市轨道交通行业协会", True),
        ("临江区市场监督管理局", False),  # returned, not yet come again
        ("市医疗卫生行业协会", False),
        ("市医疗卫生行业协会", True),  # come again
    ]
    begun = PackageFile.objects.filter(recommender__edition__key=f"qc-circle/{THIS_YEAR}", recommender__packages=None)
    parts = {one.recommender.label: recommending.parts(one.recommender)[0].is_outdated for one in begun}
    assert parts == {"市建筑施工行业协会": False, "申汇重工集团有限公司": True}


def test_complaints_and_invitations_stand_in_every_state() -> None:
    states = Complaint.objects.values_list("state", flat=True)
    assert Counter(states) == {"open": 2, "proposed": 1, "refuted": 1, "proven": 1}
    barred = Recommender.objects.get(disqualified_at__isnull=False)
    assert barred.label == "市食品行业协会"
    assert not Application.objects.filter(recommender=barred, phase="recommendation").exists()
    now = datetime.now(UTC)
    ends = Counter(
        "accepted"
        if one.accepted_at
        else "withdrawn"
        if one.withdrawn_at
        else "open"
        if one.expires_at > now
        else "over"
        for one in Invitation.objects.all()
    )
    assert ends == {"accepted": 1, "withdrawn": 1, "over": 1, "open": 3}


def test_some_units_have_only_signed_up_and_some_paper_copies_have_come() -> None:
    begun = Application.objects.values_list("edition", "organisation")
    signed_up = Edition.objects.filter(year=THIS_YEAR).values_list("programme", "pk", "sign_ups__organisation")
    only = Counter(name for name, edition, unit in signed_up if unit and (edition, unit) not in set(begun))
    assert only == {"qc-circle": 1, "site-management": 3}
    copies = Counter(PaperCopy.objects.values_list("application", flat=True))
    assert sorted(copies.values()) == [1, 1, 3, 3, 3, 3, 3]


def test_one_unit_hands_in_last_years_outcome_under_other_words() -> None:
    now = set(Application.objects.filter(edition__key=f"qc-circle/{THIS_YEAR}").values_list("organisation", "title"))
    before = Application.objects.filter(edition__key=f"qc-circle/{THIS_YEAR - 1}")
    copies = {(unit, words.reworded(title)) for unit, title in before.values_list("organisation", "title")} & now
    assert len(copies) == 1


def test_invented_outcomes_are_all_different() -> None:
    titles = [words.title(n, category) for category in ("problem_solving", "innovative") for n in range(1000)]
    assert len(set(titles)) == len(titles)
    assert len({words.unit(n) for n in range(3000)}) == 3000
