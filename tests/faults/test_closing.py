"""The closing second, small: nothing late is in, nothing in time is out, nothing is double, nothing is lost.

`python -m bench.closing` does the same with two thousand forms against the site as production serves it.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from bench import closing, rush
from bench.closing import Form, Stored
from bench.drafts import Ready, close_in, gap, stored
from bench.people_at_work import Browser
from bench.rush import Sent
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from tests.factories import drafts
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, user_of
from zhiping.applications import actions
from zhiping.applications.queries import confirming
from zhiping.config.waiting_room import WaitingRoom
from zhiping.messages.models import Message
from zhiping.programmes.models import StageWindow

HOUR = timedelta(hours=1)


class _Server(ThreadingMixIn, WSGIServer):
    """A small server with the house's own door."""

    daemon_threads = True
    request_queue_size = 128


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    # the seats keep no connection to the test database
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(WaitingRoom(get_wsgi_application(), seats=2))  # type: ignore[arg-type]
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[0], server.server_address[1]  # type: ignore[misc]
    server.shutdown()
    thread.join()
    server.server_close()


def _ready(count: int) -> Ready:
    """Return drafts ready to be handed in, the first with an extension."""
    edition, now = make_edition(), timezone.now()
    StageWindow.objects.filter(edition=edition).update(opens_at=now - 24 * HOUR, closes_at=now + 24 * HOUR)
    recommender = make_recommender(edition)
    found = [drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender, at=now))) for _ in range(count)]
    first, asker = found[0].case, make_officer()
    asked = actions.ask_extension(
        application_id=first.pk, stage_id="apply", until_at=now + 30 * HOUR, reason="停电", by=asker, at=now
    )
    actions.confirm_extension(extension_id=asked.pk, by=make_officer(name="吴干事"), at=now)
    browsers = {d.case.pk: Browser(user_of(d.author), "applicant", d.case.organisation_id) for d in found}
    confirmed = {d.case.pk: confirming.digest_of(d.case) for d in found}
    return Ready(edition, browsers, confirmed, [first.pk], {})


def test_in_a_rush_around_the_close_every_answer_is_right(address: tuple[str, int]) -> None:
    ready, rng = _ready(10), Random(3)
    options = Namespace(seconds=1.0, repeated=1, sends=40)
    closes_at = close_in(ready, 2.5)
    forms = [
        Form(closes_at + at, case, ready.shot(case, *closing.lies(rng, closes_at + at)))
        for at, case in closing.instants(ready.cases, options, rng)
    ]

    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(asyncio.run, rush.send(address, [form.shot | {"at": form.at} for form in forms])).result()

    found = closing.judge(forms, sent, ready.closings, stored())
    assert (found.late_in, found.early_out, found.doubled, found.lost, found.broken, gap()) == (0, 0, 0, 0, 0, 0)
    assert found.refused > 0
    assert 1 < found.accepted < 10
    assert found.repeated > 0
    assert Message.objects.filter(code="applications.submitted").count() == found.accepted


CLOSES = {1: 100.0, 2: 100.0}


def _sent(place: int, begun: float, *, receipt: bool = False, told: float | None = None) -> Sent:
    where = "/applications/1/receipt/" if receipt else ""
    return Sent(place, begun, begun, begun + 1, 302 if receipt else 409 if told else 0, where, told)


def _judged(sent: list[Sent], stored: list[Stored], cases: list[int] | None = None) -> dict[str, int]:
    forms = [Form(one.begun, case, {}) for one, case in zip(sent, cases or [1] * len(sent), strict=True)]
    found = closing.judge(forms, sent, CLOSES, stored)
    names = ("late_in", "early_out", "doubled", "lost", "broken")
    return {name: getattr(found, name) for name in names if getattr(found, name)}


def test_the_judge_sees_each_kind_of_wrong() -> None:
    one, two = Stored(1, "QC-2022-0001", 99.5), Stored(1, "QC-2022-0002", 99.6)

    assert _judged([_sent(0, 99.0, receipt=True)], [one]) == {}
    assert _judged([_sent(0, 100.0, told=100.1)], []) == {}
    assert _judged([_sent(0, 99.0, receipt=True)], [Stored(1, "QC-2022-0001", 100.0)]) == {"late_in": 1}
    assert _judged([_sent(0, 100.2, receipt=True)], [one]) == {"late_in": 1}
    assert _judged([_sent(0, 99.0, told=99.9)], []) == {"early_out": 1}
    assert _judged([_sent(0, 99.0, receipt=True)], [one, two]) == {"doubled": 1}
    assert _judged([_sent(0, 99.0, receipt=True)], []) == {"lost": 1}
    assert _judged([_sent(0, 99.0)], []) == {"broken": 1}
    both = [_sent(0, 99.0, receipt=True), _sent(1, 99.0, receipt=True)]
    assert _judged(both, [one, Stored(2, "QC-2022-0001", 99.7)], [1, 2]) == {"doubled": 1}
