"""Ids that a form sends are read as such, whatever somebody sent in their place."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from tests.factories.people import make_officer
from tests.web.clients import client_of
from zhiping.web.shared.doing import number, numbers, read_id

NO_IDS = ["", " 7", "-7", "7.0", "seven", "²", "７", "9" * 19, "1" * 5000]


@pytest.mark.parametrize("sent", NO_IDS)
def test_what_is_no_id_reads_as_the_one_that_nothing_has(sent: str) -> None:
    assert read_id(sent) == 0


def test_ids_are_read_one_by_one_and_as_they_are_ticked() -> None:
    request: Any = RequestFactory().post("/", {"close": "12", "rows": ["3", "x", "12", "0", "9" * 18]})

    assert (number(request, "close"), number(request, "absent")) == (12, 0)
    assert numbers(request, "rows") == [3, 12, int("9" * 18)]
    assert numbers(request, "absent") == []


@pytest.mark.django_db
@pytest.mark.parametrize("sent", NO_IDS[4:])
def test_a_page_that_gets_no_id_is_not_broken_by_it(sent: str) -> None:
    client = client_of(make_officer())
    chosen = {"act": "check", "list": "applications", "rows": [sent]}

    answers = [client.post("/office/bulk/", chosen), client.get("/office/applications/", {"edition": sent})]

    assert [answer.status_code for answer in answers] == [302, 200]
