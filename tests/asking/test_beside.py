"""What is asked about a row stays with it in memory until it is forgotten or the row is read anew."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_organisation, make_team
from zhiping.asking import beside, forget, keep, prepared
from zhiping.organisations.models import Organisation, Team

pytestmark = pytest.mark.django_db


@prepared
def _names(organisation_id: int) -> QuerySet[Team, str]:
    return Team.objects.filter(organisation_id=organisation_id).order_by("pk").values_list("name", flat=True)


def test_a_row_in_memory_is_asked_about_once() -> None:
    unit = make_organisation()
    make_team(unit, "晨光QC小组")

    with CaptureQueriesContext(connection) as seen:
        answers = [beside(unit, _names) for _time in range(3)]

    assert (answers, len(seen)) == ([["晨光QC小组"]] * 3, 1)


def test_what_was_forgotten_is_asked_anew() -> None:
    unit = make_organisation()
    before = beside(unit, _names)
    make_team(unit, "启明QC小组")
    remembered = beside(unit, _names)

    forget(unit, _names)

    assert (before, remembered, beside(unit, _names)) == ([], [], ["启明QC小组"])


def test_a_row_read_anew_and_another_one_know_nothing() -> None:
    unit = make_organisation()
    beside(unit, _names)
    make_team(unit, "启明QC小组")
    same = Organisation.objects.get(pk=unit.pk)
    unit.refresh_from_db()

    assert (beside(unit, _names), beside(same, _names)) == (["启明QC小组"], ["启明QC小组"])


def test_an_answer_that_came_for_many_rows_is_kept_with_each() -> None:
    unit = make_organisation()
    make_team(unit, "晨光QC小组")

    keep(unit, _names, ["启明QC小组"])

    assert beside(unit, _names) == ["启明QC小组"]


def test_what_is_asked_with_another_value_is_another_question() -> None:
    @prepared
    def called(organisation_id: int, name: str) -> QuerySet[Team, str]:
        return Team.objects.filter(organisation_id=organisation_id, name=name).values_list("name", flat=True)

    unit = make_organisation()
    make_team(unit, "晨光QC小组")

    with CaptureQueriesContext(connection) as seen:
        answers = [beside(unit, called, name) for name in ("晨光QC小组", "启明QC小组", "晨光QC小组")]

    assert (answers, len(seen)) == ([["晨光QC小组"], [], ["晨光QC小组"]], 2)
