"""Pages know a resolved list by what the database digests of it; they are never wrong about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.decisions import make_judged, resolve_all
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor
from zhiping.decision.models import Resolution
from zhiping.decision.queries import approval, listed
from zhiping.programmes.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Actor:
    return make_officer()


@pytest.fixture
def edition(office: Actor) -> Edition:
    found = make_edition("qc-circle/2022")
    for points in ("90", "80", "70"):
        make_judged(found, points=points)
    resolve_all(found, office=office)
    return found


def _retitle(case: Application) -> None:
    Application.objects.filter(pk=case.pk).update(title="另一题目\n1")


def _rename_unit(case: Application) -> None:
    case.organisation.name = "更名有限公司"
    case.organisation.save()


def _rename_team(case: Application) -> None:
    assert case.team is not None
    case.team.name = "更名QC小组"
    case.team.save()


def _renumber(case: Application) -> None:
    Application.objects.filter(pk=case.pk).update(number="9999")


def _other_field(case: Application) -> None:
    Application.objects.filter(pk=case.pk).update(dimensions=case.dimensions | {"domain": "service"})


def _other_level(case: Application) -> None:
    Resolution.objects.filter(application=case).update(level="benchmark")


def _leave(case: Application) -> None:
    Resolution.objects.filter(application=case).update(level="")


@pytest.mark.parametrize(
    "change", [_retitle, _rename_unit, _rename_team, _renumber, _other_field, _other_level, _leave]
)
def test_whatever_changes_a_row_changes_what_pages_say(edition: Edition, change: Callable[[Application], None]) -> None:
    assert listed.resolved([edition])[edition.pk].list_hash == approval.resolved_hash(edition)

    change(Application.objects.filter(edition=edition).latest("pk"))

    assert listed.resolved([edition])[edition.pk].list_hash == approval.resolved_hash(edition)


def test_a_part_of_the_list_reads_as_it_does_in_the_whole(edition: Edition) -> None:
    whole = approval.resolved_list(edition)

    cases = listed.resolved([edition])[edition.pk].cases

    assert listed.rows(edition, cases[1:3], 2) == whole[1:3]


def test_a_list_that_is_known_costs_one_query_and_none_of_its_cases(edition: Edition) -> None:
    listed.resolved([edition])

    with CaptureQueriesContext(connection) as seen:
        found = listed.resolved([edition])[edition.pk]

    assert (len(seen), len(found.cases)) == (1, 3)


def test_an_empty_list_has_the_hash_of_an_empty_list() -> None:
    edition = make_edition("qc-circle/2022")

    found = listed.resolved([edition])[edition.pk]

    assert (found.cases, found.list_hash) == ((), approval.resolved_hash(edition))
