"""Figures of the formal check, counted from what happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes.models import Edition
from zhiping.screening import actions, queries
from zhiping.screening.queries.figures import Desk, Pace

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def _passed(edition: Edition, by: Actor, *, days: float) -> None:
    case = make_case(edition, "screening", at=AT - timedelta(days=days))
    actions.pass_check(application_id=case.pk, by=by, at=AT)


def _asked(edition: Edition, by: Actor, *, days: int) -> int:
    case = make_case(edition, "screening", at=AT - timedelta(days=days))
    finding = actions.add_finding(application_id=case.pk, text="缺盖章", by=by, at=AT - DAY)
    actions.return_for_supplement(
        application_id=case.pk, finding_ids=[finding.pk], due_at=AT + 5 * DAY, by=by, at=AT - DAY
    )
    return case.pk


def test_the_middle_case_tells_how_long_the_check_takes() -> None:
    edition, office, second = make_edition(), make_officer(), make_officer()
    for days in (1, 2, 6):
        _passed(edition, office, days=days)
    refused = make_case(edition, "screening", at=AT - 4 * DAY)
    actions.fail_check(application_id=refused.pk, reason="不属于质量管理小组活动", by=office, at=AT)
    actions.confirm_failure(application_id=refused.pk, by=second, at=AT)
    _passed(make_edition("site-management/2023"), office, days=90)

    pace = queries.figures(edition, AT).pace

    assert pace == {"pass_screening": Pace(3, 2.0), "fail_screening": Pace(1, 4.0), "": Pace(4, 3.0)}


def test_an_edition_at_which_nothing_was_checked_has_no_middle_case() -> None:
    found = queries.figures(make_edition(), AT)

    assert found.pace[""] == Pace(0, None)
    assert (found.rounds, found.staff) == ({}, [])


def test_a_case_is_as_old_as_its_coming_to_the_check_even_while_its_applicant_has_it() -> None:
    edition, office = make_edition(), make_officer()
    for days in (1, 3, 5, 20):
        make_case(edition, "screening", at=AT - timedelta(days=days))
    _asked(edition, office, days=10)

    assert queries.figures(edition, AT).ages == {3: (1, 0), 7: (2, 0), 14: (0, 1), 0: (1, 0)}


def test_cases_are_counted_by_how_often_they_were_asked_to_mend() -> None:
    edition, office = make_edition(), make_officer()
    _passed(edition, office, days=1)
    make_case(edition, "screening")
    _asked(edition, office, days=3)
    make_case(edition, "recommend")

    assert queries.figures(edition, AT).rounds == {0: 2, 1: 1}


def test_each_of_the_staff_stands_with_what_is_open_and_what_was_concluded() -> None:
    edition, zhou, wu = make_edition(), make_officer(name="周干事"), make_officer(name="吴干事")
    _passed(edition, zhou, days=2)
    cases = [make_case(edition, "screening", at=AT - timedelta(days=days)).pk for days in (4, 8)]
    actions.share_out(application_ids=cases, officer_ids=[wu.person_id], by=zhou, at=AT)

    assert queries.figures(edition, AT).staff == [
        Desk("周干事", 0, None, Pace(1, 2.0)),
        Desk("吴干事", 2, 8.0, Pace(0, None)),
    ]


def test_the_page_shows_each_table_and_hands_it_out(django_assert_num_queries: Any) -> None:
    edition, office = make_edition(), make_officer(name="周干事")
    _passed(edition, office, days=2)
    client = client_of(office)
    address = f"/office/screening/figures/{edition.pk}/"
    client.get(address)

    with django_assert_num_queries(9):
        page = client.get(address).content.decode()
    file = b"".join(client.get(f"{address}staff.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    assert [title in page for title in ("办理时长", "补正次数", "未办结", "按工作人员")] == [True] * 4
    assert file.splitlines() == ["工作人员,手上,其中最久（天）,已办结,天数（中位数）", "周干事,0,,1,2.0"]
    assert client.get(f"{address}nothing.csv").status_code == 404
    picture = client.get(f"{address}pace.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "办理时长：天数（中位数）" in picture.content.decode()
    assert picture.content.decode().count("chart__bar--act") == 2
    assert page.count("<svg") == 2
    assert client.get(f"{address}staff.svg").status_code == 404
    assert client_of(make_member(make_organisation(), Role.UNIT)).get(address).status_code == 403
