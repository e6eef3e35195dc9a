"""The door of the web server: stamped on arrival, served in turn, slow senders and readers hold no seat."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import RequestFactory

from zhiping.config import waiting_room
from zhiping.config.waiting_room import ARRIVED, WaitingRoom
from zhiping.web.shared.arrival import STAMP, arrived_at
from zhiping.web.shared.uploads import MOST_OF_A_STRANGER

Environ = dict[str, Any]


def _started(status: str, headers: list[tuple[str, str]]) -> None:
    """Take what a server is told before the body."""


def _form(body: bytes = b"key=1", length: int | None = None) -> Environ:
    return {"CONTENT_LENGTH": str(len(body) if length is None else length), "wsgi.input": io.BytesIO(body)}


def _in_background(room: WaitingRoom, environ: Environ, answers: list[Iterable[bytes]]) -> Thread:
    thread = Thread(target=lambda: answers.append(room(environ, _started)))
    thread.start()
    return thread


def _soon(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_who_waits_for_a_seat_is_stamped_before_the_wait_and_served_in_turn() -> None:
    begun, go_on, served = Event(), Event(), []

    def slowly(environ: Environ, _start: object) -> list[bytes]:
        served.append(environ["place"])
        begun.set()
        assert go_on.wait(20)
        return [b"done"]

    room, answers = WaitingRoom(slowly, seats=1), []
    forms = [_form() | {"place": place} for place in range(4)]
    threads = []
    for form in forms:
        threads.append(_in_background(room, form, answers))
        _soon(lambda form=form: ARRIVED in form)
        time.sleep(0.02)
    assert begun.wait(20)
    all_arrived = time.time()

    assert served == [0]
    time.sleep(0.05)
    go_on.set()
    for thread in threads:
        thread.join(20)

    assert (served, answers) == ([0, 1, 2, 3], [[b"done"]] * 4)
    assert [form[ARRIVED] for form in forms] == sorted(form[ARRIVED] for form in forms)
    assert forms[-1][ARRIVED] < all_arrived


def test_the_stamp_waits_for_the_last_byte_so_that_nobody_reserves_an_instant_with_half_a_form() -> None:
    class Dripping:
        """A body whose end comes later."""

        def __init__(self) -> None:
            self.pieces = [b"key", b"=1"]

        def read(self, _size: int) -> bytes:
            time.sleep(0.1)
            return self.pieces.pop(0) if self.pieces else b""

    read: list[bytes] = []

    def pages(environ: Environ, _start: object) -> list[bytes]:
        read.append(environ["wsgi.input"].read())
        return [b""]

    environ: Environ = {"CONTENT_LENGTH": "5", "wsgi.input": Dripping()}
    begun = time.time()
    WaitingRoom(pages, seats=1)(environ, _started)

    assert environ[ARRIVED] - begun >= 0.2
    assert read == [b"key=1"]


def test_a_form_that_broke_off_is_no_request() -> None:
    told: list[str] = []
    served: list[Environ] = []

    room = WaitingRoom(lambda environ, _start: served.append(environ) or [], seats=1)
    answer = room(_form(b"key=", length=60), lambda status, _headers: told.append(status))

    assert (told, served) == (["400 Bad Request"], [])
    assert b"".join(answer) == waiting_room.CUT_OFF[1]


def test_a_large_upload_is_not_read_at_the_door_and_has_no_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "READ_FIRST", 4)
    environ = _form(b"12345")
    body = environ["wsgi.input"]

    WaitingRoom(lambda _environ, _start: [b""], seats=1)(environ, _started)

    assert (environ["wsgi.input"], ARRIVED in environ) == (body, False)


def test_a_stranger_who_sends_slowly_never_holds_a_seat() -> None:
    assert waiting_room.READ_FIRST >= MOST_OF_A_STRANGER


def test_waiting_bodies_do_not_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    served: list[Environ] = []
    room = WaitingRoom(lambda environ, _start: served.append(environ) or [], seats=1)
    monkeypatch.setattr(waiting_room, "ROOM_LEFT", 2**60)

    large, small = _form(b"x" * (waiting_room.IN_MEMORY + waiting_room.PIECE)), _form()
    room(large, lambda status, _headers: told.append(status))
    room(small, _started)

    assert (told, len(served), ARRIVED in large, ARRIVED in small) == (["503 Service Unavailable"], 1, False, True)


def test_a_page_is_closed_before_its_seat_is_free() -> None:
    closed: list[bool] = []

    class Page(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    room = WaitingRoom(lambda _environ, _start: Page([b"a", b"b"]), seats=1)

    assert (list(room({}, _started)), closed) == ([b"ab"], [True])


def test_an_address_whose_requests_do_not_come_to_their_end_leaves_room_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Halting:
        """A body that comes when it is told to."""

        def __init__(self) -> None:
            self.go_on = Event()

        def read(self, size: int) -> bytes:
            assert self.go_on.wait(20)
            return b"x" * size

    room, answers = WaitingRoom(lambda _environ, _start: [b"done"], seats=1, places=8), []
    slow = [{"CONTENT_LENGTH": "5", "wsgi.input": Halting(), "REMOTE_ADDR": "192.0.2.7"} for _n in range(3)]
    first = [_in_background(room, environ, answers) for environ in slow[:2]]
    _soon(lambda: len(room.door.coming.get("192.0.2.7", [])) == 2)

    def asked(address: str) -> list[bytes]:
        return list(room(_form() | {"REMOTE_ADDR": address}, _started))

    in_a_rush = asked("192.0.2.7")
    monkeypatch.setattr(waiting_room, "LONG", 0.0)

    assert (in_a_rush, asked("192.0.2.7"), asked("192.0.2.8")) == ([b"done"], [waiting_room.TOO_MANY[1]], [b"done"])
    for environ in slow:
        environ["wsgi.input"].go_on.set()
    for thread in first:
        thread.join(20)
    assert (answers, asked("192.0.2.7"), room.door.coming) == ([[b"done"]] * 2, [b"done"], {})


def test_a_file_is_handed_out_without_a_seat() -> None:
    room = WaitingRoom(lambda _environ, _start: FileResponse(io.BytesIO(b"x" * 10)), seats=1)

    slow_reader = room({}, _started)
    other = room({}, _started)

    assert (b"".join(other), b"".join(slow_reader)) == (b"x" * 10, b"x" * 10)


def test_a_list_is_made_while_it_is_sent_and_no_further_than_anybody_reads() -> None:
    made: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(1000):
            made.append(number)
            yield b"%d\n" % number

    room = WaitingRoom(lambda _environ, _start: StreamingHttpResponse(lines()), seats=1)
    answer: Any = room({}, _started)
    first = next(answer)
    time.sleep(0.1)

    assert (first, len(made) < 10) == (b"0\n", True)
    answer.close()
    assert b"".join(room({}, _started)).endswith(b"999\n")


def test_what_breaks_in_the_middle_of_a_list_breaks_the_answer() -> None:
    def lines() -> Iterator[bytes]:
        yield b"first"
        raise ConnectionAbortedError

    answer = iter(WaitingRoom(lambda _environ, _start: StreamingHttpResponse(lines()), seats=1)({}, _started))

    assert next(answer) == b"first"
    with pytest.raises(ConnectionAbortedError):
        next(answer)


def test_what_breaks_before_the_answer_is_the_servers_to_tell() -> None:
    def broken(_environ: Environ, _start: object) -> list[bytes]:
        raise LookupError

    with pytest.raises(LookupError):
        WaitingRoom(broken, seats=1)({}, _started)


def test_the_doors_judge_by_the_stamp_and_never_by_what_a_browser_says() -> None:
    assert STAMP == ARRIVED
    stamped = RequestFactory().post("/", **{ARRIVED: 1_657_634_399.5})
    lying = RequestFactory().post("/", headers={"zhiping.arrived-at": "1", "x-request-start": "t=1", "date": "1"})

    assert arrived_at(stamped) == datetime(2022, 7, 12, 13, 59, 59, 500_000, tzinfo=UTC)
    assert abs(arrived_at(lying).timestamp() - time.time()) < 5
