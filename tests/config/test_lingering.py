"""Who lingers on a connection loses it; who waits for an answer, or sends at the pace of a bad line, does not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from zhiping.config import lingering
from zhiping.config.lingering import Seen, Watch

HERE = ("192.0.2.7", 50_000)
ROOM = 100


def _seen(port: int = 50_000, *, sent_ago: float = 0, got_ago: float = 0, got: int = 100, host: str = HERE[0]) -> Seen:
    return Seen(7, (host, port), sent_ago, got_ago, got)


def _after(looks: list[Seen], every: float = 20) -> list[Seen]:
    """Return what is closed at the last of these looks; none may be closed before."""
    kept, closed = Watch(ROOM), list[Seen]()
    for number, one in enumerate(looks):
        assert closed == []
        closed = kept.lingering([one], number * every)
    return closed


def test_a_body_that_drips_is_given_up_after_a_minute() -> None:
    drops = [_seen(sent_ago=100 + 20 * n, got_ago=3, got=300 * n) for n in range(1, 5)]

    assert _after(drops) == [drops[-1]]


def test_a_body_on_a_bad_line_may_come() -> None:
    assert _after([_seen(sent_ago=100 + 20 * n, got_ago=3, got=6_000 * n) for n in range(1, 9)]) == []


def test_who_waits_for_an_answer_is_left_alone_for_a_quarter_of_an_hour() -> None:
    waiting = [_seen(sent_ago=20 * n, got_ago=20 * n) for n in range(1, 47)]

    assert (_after(waiting[:44]), _after(waiting[:45])) == ([], [waiting[44]])


def test_who_asks_for_small_pages_every_few_seconds_is_no_drip() -> None:
    assert _after([_seen(sent_ago=5, got_ago=0, got=400 * n) for n in range(1, 9)]) == []


def test_idle_connections_of_one_address_go_when_the_room_gets_short_and_busy_ones_stay() -> None:
    crowd = [_seen(port, got=0) for port in range(30)]
    busy = [_seen(port, sent_ago=9, got_ago=2) for port in range(100, 110)]
    others = [_seen(port, got=0, host="192.0.2.8") for port in range(20)]

    assert Watch(ROOM).lingering([*crowd, *busy, *others], 0) == crowd
    assert Watch(ROOM).lingering([*crowd, *busy], 0) == []


def test_the_kernel_tells_of_connections_and_a_closed_one_ends_on_both_sides() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        list(lingering.connections())  # the listener is taught
        with closing(socket.create_connection(door.getsockname())) as guest:
            inside, who = door.accept()
            with closing(inside):
                guest.sendall(b"half a form")
                inside.recv(4)
                seen = {one.who: one for one in lingering.connections()}
                lingering._shut(seen[who])

                assert (seen[who].got, seen[who].is_idle, seen[who].number) == (11, False, inside.fileno())
                assert guest.getsockname() == who
                assert inside.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                assert inside.getsockopt(socket.IPPROTO_TCP, lingering.USER_TIMEOUT) == lingering.UNREAD
                assert (guest.recv(1), inside.recv(7), inside.recv(1)) == (b"", b" a form"[:7], b"")


def test_looking_leaves_every_open_file_as_it_is() -> None:
    reading, writing = os.pipe()
    before = sorted(lingering._numbers())
    for _time in range(3):
        list(lingering.connections())
        lingering._shut(Seen(reading, HERE, 0, 0, 0))
    os.write(writing, b"x")

    assert (os.read(reading, 1), sorted(lingering._numbers())) == (b"x", before)
    os.close(reading)
    os.close(writing)


SERVER = """
import sys
from granian import Granian
from zhiping.config import lingering, serving
lingering.LOOK_EVERY, lingering.WHILE = 0.5, 3.0

def told(environ, start):
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length)
    start("200 OK" if len(body) == length else "400 Bad Request", [("Content-Length", "0")])
    return []

def loaded():
    lingering.watch(serving.connections_for(16))
    return told

if __name__ == "__main__":
    Granian("door:app", address="127.0.0.1", port=int(sys.argv[1]), **serving.options(16)).serve(
        target_loader=loaded, wrap_loader=False
    )
"""


@pytest.fixture
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A web server with sixteen places, as ours is started."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = free.getsockname()
    script = tmp_path_factory.mktemp("door") / "door.py"
    script.write_text(SERVER)
    server = subprocess.Popen([sys.executable, str(script), str(address[1])], stdout=subprocess.DEVNULL)
    try:
        _soon(lambda: _answers(address))
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _answers(address: tuple[str, int], timeout: float = 2) -> bool:
    try:
        with closing(socket.create_connection(address, timeout)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return line.recv(12) == b"HTTP/1.1 200"
    except OSError:
        return False


def _soon(what: object, within: float = 30) -> None:
    end = time.monotonic() + within
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)


def test_strangers_who_send_nothing_do_not_shut_the_door(door: tuple[str, int]) -> None:
    idle = [socket.create_connection(door) for _n in range(40)]

    assert _answers(door)
    for line in idle:
        line.close()


def test_strangers_who_send_slowly_give_their_places_back(door: tuple[str, int]) -> None:
    slow = [socket.create_connection(door) for _n in range(16)]
    for line in slow:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n")
    _soon(lambda: not _answers(door, 1))

    def drips() -> bool:
        for line in slow:
            line.sendall(b"x")
        return False

    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        _soon(drips)
    _soon(lambda: _answers(door))
    for line in slow:
        line.close()
