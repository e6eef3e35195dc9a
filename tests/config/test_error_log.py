"""An error leaves a trace for who runs the site, and in it nothing that anybody typed."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    said = io.StringIO()
    [handler] = logging.getLogger("django.request").handlers
    monkeypatch.setattr(handler, "stream", said)
    return said


def test_a_page_that_breaks_says_in_the_log_where_and_not_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    known: dict[str, str] = {}

    def broken(*_given: Any, **_named: Any) -> str:
        try:
            return known["钱守信"]
        except KeyError as first:
            raise ValueError("K7QF-3M2X") from first

    monkeypatch.setattr("zhiping.web.public.views.showcase.render", broken)

    answer = Client(raise_request_exception=False).get("/showcase/?words=不传他人")

    head, *way = log.getvalue().splitlines()
    assert answer.status_code == 500
    assert head.endswith("ERROR GET showcase/")
    assert [line for line in way if not line.startswith("    ")] == ["  builtins.ValueError", "  builtins.KeyError"]
    assert any("views/showcase.py:" in line for line in way)
    assert not any(word in log.getvalue() for word in ("钱守信", "K7QF-3M2X", "不传他人", "words"))


def test_a_page_that_is_not_there_leaves_nothing(log: io.StringIO) -> None:
    assert Client().get("/nothing-here/").status_code == 404
    assert log.getvalue() == ""
