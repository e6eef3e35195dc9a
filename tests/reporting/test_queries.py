"""Statistics counted from the histories of real cases."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, make_organisation
from zhiping.decision.models import Resolution
from zhiping.programmes.models import Edition
from zhiping.reporting import queries

pytestmark = pytest.mark.django_db


def _year() -> Edition:
    edition = make_edition()
    unit = make_organisation(district="临江区", industry="仪器仪表")
    side = make_recommender(edition)
    make_case(edition, "draft", organisation=unit)
    make_case(edition, "recommend", organisation=unit, recommender=side, domain="construction")
    make_case(edition, "desk", organisation=unit, recommender=side)
    make_case(edition, "withdrawn", organisation=make_organisation(district="沪东区"))
    done = make_case(edition, "published", organisation=make_organisation(district="沪东区"), category="innovative")
    officer = make_officer()
    Resolution.objects.create(application=done, level="excellent", resolved_at=AT, resolved_by_id=officer.person_id)
    return edition


def test_the_funnel_counts_how_far_each_case_came() -> None:
    edition = _year()
    make_case(make_edition("site-management/2023"), "published")

    counts = {line.key: line.counts[0] for line in queries.named(edition, "funnel").lines}

    assert counts == {"submit": 3, "recommend": 2, "pass_screening": 2, "approve": 1, "publish": 1}


def test_a_case_that_was_handed_in_twice_counts_once() -> None:
    edition = make_edition()
    case = make_case(edition, "recommend")
    case.changes.create(event="submit", from_state="draft", to_state="recommend", at=AT, role="applicant")

    assert queries.named(edition, "funnel").lines[0].counts == (1,)


def test_cases_are_counted_by_what_the_rules_and_the_registers_name() -> None:
    edition = _year()
    assert queries.names(edition)[3:] == ["category", "domain", "district", "industry", "recommender"]

    domains = {line.key: line.counts for line in queries.named(edition, "domain").lines}
    districts = [(line.label, line.counts) for line in queries.named(edition, "district").lines]
    recommenders = [(line.key, line.counts[0]) for line in queries.named(edition, "recommender").lines]

    assert domains["manufacturing"] == (2, 2, 2, 1, 1)
    assert domains["construction"] == (1, 0, 0, 0, 0)
    assert domains["sme"] == (0, 0, 0, 0, 0)
    assert districts == [("临江区", (2, 1, 1, 0, 0)), ("沪东区", (1, 1, 1, 1, 1))]
    assert recommenders == [("市仪器仪表行业协会", 2), ("", 1)]


def test_levels_are_counted_from_what_was_resolved() -> None:
    table = queries.named(_year(), "levels-category")
    assert table.columns == ("benchmark", "excellent", "selected")
    assert {line.key: line.counts for line in table.lines} == {"problem_solving": (0, 0, 0), "innovative": (0, 1, 0)}


def test_the_years_of_a_programme_stand_beside_each_other_up_to_the_one_that_is_asked() -> None:
    older, edition = make_edition("qc-circle/2020"), _year()
    make_case(older, "published")

    assert [(line.key, line.counts[0]) for line in queries.named(edition, "years").lines] == [("2020", 1), ("2022", 3)]
    assert [line.key for line in queries.named(older, "years").lines] == ["2020"]


def test_each_table_is_one_query_however_many_cases_there_are() -> None:
    edition = _year()
    queries.named(edition, "funnel")  # the rules are read once
    with CaptureQueriesContext(connection) as asked:
        queries.named(edition, "district")
    few = len(asked)
    for _place in range(5):
        make_case(edition, "desk")
    with CaptureQueriesContext(connection) as asked:
        queries.named(edition, "district")
    assert (few, len(asked)) == (1, 1)
