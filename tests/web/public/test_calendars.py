"""Dates for a person's own calendar: exact where they are, days where they are not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories import drafts
from tests.factories.editions import make_edition
from tests.web.clients import client_of, edition_showing
from zhiping.programmes.models import StageWindow

pytestmark = pytest.mark.django_db


def _lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_editions_calendar_closes_to_the_second_where_the_notice_does_and_gives_days_elsewhere() -> None:
    make_edition("qc-circle/2020")

    answer = Client().get("/editions/qc-circle/2020/calendar.ics")

    lines = _lines(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    at = lines.index("UID:qc-circle/2020-apply-closes@127.0.0.1")
    assert lines[at + 2 : at + 4] == ["DTSTART:20200712T140000Z", "SUMMARY:成果在线申报截止"]
    assert not [line for line in lines if line.startswith("UID:qc-circle/2020-notice-closes")]


def test_what_the_office_has_set_is_what_the_calendar_says() -> None:
    edition = make_edition()
    closes_at = datetime(2022, 5, 12, 14, tzinfo=UTC)
    StageWindow.objects.filter(edition=edition, stage_id="apply").update(closes_at=closes_at)

    lines = _lines(Client().get("/editions/qc-circle/2022/calendar.ics").content)

    assert "UID:qc-circle/2022-apply-closes@127.0.0.1" in lines
    assert "DTSTART:20220512T140000Z" in lines
    assert "UID:qc-circle/2022-recommend-closes@127.0.0.1" not in lines
    assert Client().get("/editions/qc-circle/1999/calendar.ics").status_code == 404


def test_a_worklists_dates_are_ones_own() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"]))
    other = drafts.begin(draft.case.edition)

    lines = _lines(client_of(draft.author).get("/home/deadlines.ics").content)

    assert [line for line in lines if line.startswith("UID:")] == [f"UID:fill_in-{draft.case.pk}@127.0.0.1"]
    assert f"/applications/{other.case.pk}/" not in "".join(lines)
    assert Client().get("/home/deadlines.ics").status_code == 302
