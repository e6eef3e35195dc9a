"""Close connections on which somebody lingers: the web server itself waits for ever for a body that comes slowly.

Granian has no limit on how long a body may take to come, and a thread that waits for one cannot be interrupted. But
the kernel knows of each connection how much came and when (TCP_INFO), and a connection that is shut down ends the
wait. Behind a reverse proxy there is nothing to do here: it holds slow senders off by itself.
"""

from __future__ import annotations

import socket
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

LOOK_EVERY = 2.0
SILENT = 15 * 60.0
"""Seconds without a byte either way after which a connection is given up; nobody waits so long for a seat."""
WHILE, LEAST = 60.0, 16 * 1024
"""Within so many seconds a request that is still coming brings so many bytes; the slowest telephone line is faster."""
UNREAD = 60_000
"""Milliseconds for which somebody may leave unread what is sent, and for which a line may be dead."""
ASKED_EVERY = 30
"""Seconds between two questions whether somebody is still there, on a line that has fallen silent."""
TOLD = struct.Struct("<44xI4xI72xQ")
"""Of struct tcp_info: milliseconds since data was sent, milliseconds since data came, bytes that came."""
USER_TIMEOUT = 18  # TCP_USER_TIMEOUT of Linux, which not every Python names


@dataclass(frozen=True, slots=True)
class Seen:
    """A connection as the kernel tells of it. who: address and port; sent_ago, got_ago: seconds; got: bytes."""

    number: int
    who: tuple[str, int]
    sent_ago: float
    got_ago: float
    got: int

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is asked on it: nothing ever came, or all that came was answered."""
        return self.got == 0 or self.sent_ago < self.got_ago


@dataclass
class Watch:
    """The connections of one process, looked at again and again. room: how many there may be."""

    room: int
    known: dict[tuple[str, int], list[tuple[float, int]]] = field(default_factory=dict)

    def lingering(self, seen: Iterable[Seen], now: float) -> list[Seen]:
        """Return the connections to be closed: silent, dripping, or too many idle ones of one address."""
        everyone = list(seen)
        before, self.known = self.known, {}
        for one in everyone:
            kept = [look for look in before.get(one.who, []) if look[1] <= one.got]
            while len(kept) > 1 and now - kept[1][0] >= WHILE:
                kept.pop(0)
            self.known[one.who] = [*kept, (now, one.got)]
        return [one for one in everyone if self._lingers(one, now)] + self._crowding(everyone)

    def _lingers(self, one: Seen, now: float) -> bool:
        if min(one.sent_ago, one.got_ago) >= SILENT:
            return True
        since, had = self.known[one.who][0]
        is_dripping = one.sent_ago >= WHILE and one.got_ago < WHILE / 2
        return is_dripping and now - since >= WHILE and one.got - had < LEAST

    def _crowding(self, everyone: list[Seen]) -> list[Seen]:
        """Return the idle ones of whoever holds more than a quarter of the room, once half of it is taken."""
        if len(everyone) * 2 < self.room:
            return []
        held = Counter(one.who[0] for one in everyone)
        return [one for one in everyone if one.is_idle and held[one.who[0]] * 4 > self.room]


def watch(room: int) -> None:
    """Look after the connections of this process from now on; where the kernel tells nothing of them, do nothing."""
    Thread(target=_go_on, args=[Watch(room)], name="lingering", daemon=True).start()


def _go_on(kept: Watch) -> None:
    while True:
        sleep(LOOK_EVERY)
        for one in kept.lingering(connections(), monotonic()):
            _shut(one)


def connections() -> Iterator[Seen]:
    """Yield the connections that this process has accepted; its listener teaches later ones to end on a dead line."""
    ports, found = set(), []
    for number in _numbers():
        with suppress(OSError), _line(number) as line:
            if line.family not in (socket.AF_INET, socket.AF_INET6) or line.type != socket.SOCK_STREAM:
                continue
            port = line.getsockname()[1]
            if line.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                ports.add(port)
                _end_when_dead(line)
                continue
            sent, got, size = TOLD.unpack_from(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TOLD.size))
            found.append((port, Seen(number, line.getpeername()[:2], sent / 1000, got / 1000, size)))
    yield from (one for port, one in found if port in ports)


def _end_when_dead(listener: socket.socket) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, ASKED_EVERY)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, ASKED_EVERY)
    listener.setsockopt(socket.IPPROTO_TCP, USER_TIMEOUT, UNREAD)


def _numbers() -> list[int]:
    with suppress(OSError):
        return [int(path.name) for path in Path("/proc/self/fd").iterdir()]
    return []


@contextmanager
def _line(number: int) -> Iterator[socket.socket]:
    """Give the socket under this number without taking it over. Raises: OSError for what is none."""
    line = socket.socket(fileno=number)
    try:
        yield line
    finally:
        line.detach()


def _shut(one: Seen) -> None:
    """End a connection, if the number still stands for it; the server sees its end as that of any other."""
    with suppress(OSError), _line(one.number) as line:
        if line.getpeername()[:2] == one.who:
            line.shutdown(socket.SHUT_RDWR)
