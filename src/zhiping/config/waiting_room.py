"""Stamp every request when the whole of it has reached the server, then let it wait for its turn.

In the rush before a close far more people hand in than the server can serve at once. Whoever waits here has been on
time already: the instant is taken at the door, before the queue, and doors judge by it (`web.shared.arrival`). A thread
that waits costs next to nothing; the few seats behind the door do the work and hold the database connections, first
come, first served. A slow sender holds a place in the room, never a seat.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import Empty, Full, Queue
from tempfile import SpooledTemporaryFile, gettempdir
from threading import Event, Lock
from typing import Any

from django.http import FileResponse

ARRIVED = "zhiping.arrived_at"
"""The name in the WSGI environment; no header a browser sends can have it, for theirs begin with HTTP_."""
READ_FIRST = 40 * 1024 * 1024
"""Bytes of the largest body that is read before the stamp: every form, every sealed page, and whatever a stranger may
send (`web.shared.uploads`), who would otherwise hold a seat by sending slowly. What is larger is judged when its act
begins, which is never earlier."""
ROOM_LEFT = 256 * 1024 * 1024
"""Bytes of the disk that waiting bodies leave free, for the database may be on it."""
LONG = 10.0
"""Seconds after which a request that is still coming counts as slow: in a rush many come at once, and all are here soon."""
IN_MEMORY = 256 * 1024
PIECE = 64 * 1024
CUT_OFF = "400 Bad Request", b"The request broke off before its end.\n"
NO_ROOM = "503 Service Unavailable", b"There is no room for the request now. Please send it again later.\n"

TOO_MANY = "503 Service Unavailable", b"Too many requests from this address are still on their way.\n"

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class WaitingRoom:
    """A WSGI application before another one, which never serves more than `seats` requests at once."""

    def __init__(self, application: Application, seats: int, *, places: int = 1_024) -> None:
        self.application = application
        self.seats = ThreadPoolExecutor(seats, thread_name_prefix="seat")
        self.door = _Door(max(1, places // 4))

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:  # noqa: D102 -- WSGI
        with self.door.passing(environ.get("REMOTE_ADDR", "")) as is_free:
            refused = _arrive(environ) if is_free else TOO_MANY
        if refused is not None:
            status, said = refused
            start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
            return [said]
        answer: Future[Iterable[bytes]] = Future()
        self.seats.submit(self._serve, environ, start_response, answer)
        return answer.result()

    def _serve(self, environ: Environ, start_response: Callable[..., Any], answer: Future[Iterable[bytes]]) -> None:
        """Work on a seat. A file is handed out from the room; what is made while it is sent keeps its seat until the end."""
        try:
            found = self.application(environ, start_response)
            if isinstance(found, FileResponse):
                answer.set_result(found)
            elif getattr(found, "streaming", False):
                stream = _Stream()
                answer.set_result(stream)
                stream.fill(found)
            else:
                answer.set_result(_whole(found))
        except BaseException as error:
            if answer.done():
                raise
            answer.set_exception(error)


class _Door:
    """Who is still sending, since when: no address fills the room with requests that do not come to their end."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.coming: dict[str, list[float]] = {}
        self.lock = Lock()

    @contextmanager
    def passing(self, address: str) -> Iterator[bool]:
        """Note a request until all of it is here; False where its address has too many that have been coming long."""
        begun = time.monotonic()
        with self.lock:
            others = self.coming.setdefault(address, [])
            is_free = len(others) < self.most or sum(begun - since >= LONG for since in others) < self.most
            others.append(begun)
        try:
            yield is_free
        finally:
            with self.lock:
                others.remove(begun)
                if not others:
                    self.coming.pop(address, None)


def _arrive(environ: Environ) -> tuple[str, bytes] | None:
    """Read the body, then stamp; return why a request is none, such as one that broke off on its way."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > READ_FIRST:
        return None
    if length > 0:
        body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- lives as long as the request
        while piece := environ["wsgi.input"].read(min(PIECE, length - body.tell())):
            body.write(piece)
            if body.tell() > IN_MEMORY and shutil.disk_usage(gettempdir()).free < ROOM_LEFT:
                body.close()
                return NO_ROOM
        if body.tell() < length:
            return CUT_OFF
        body.seek(0)
        environ["wsgi.input"] = body
    environ[ARRIVED] = time.time()
    return None


def _whole(found: Iterable[bytes]) -> list[bytes]:
    try:
        return [b"".join(found)]
    finally:
        _close(found)


def _close(found: Iterable[bytes]) -> None:
    close = getattr(found, "close", None)
    if close is not None:
        close()


class _Stream:
    """Chunks made on a seat and sent from the room; at most a few wait, and none are made for who has left."""

    WAITING = 4
    TICK = 0.5

    def __init__(self) -> None:
        self.chunks: Queue[bytes | None] = Queue(self.WAITING)
        self.left = Event()
        self.ended = False
        self.fault: BaseException | None = None

    def fill(self, found: Iterable[bytes]) -> None:
        """Make the chunks, on the seat."""
        try:
            for chunk in found:
                if not self._put(chunk):
                    return
        except BaseException as fault:
            self.fault = fault
            raise
        finally:
            _close(found)
            self._put(None)

    def _put(self, chunk: bytes | None) -> bool:
        while not self.left.is_set():
            try:
                self.chunks.put(chunk, timeout=self.TICK)
            except Full:
                continue
            return True
        return False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = None if self.ended else self.chunks.get()
        if chunk is None:
            self.ended = True
            if self.fault is not None:
                raise self.fault
            raise StopIteration
        return chunk

    def close(self) -> None:
        """Say that nobody reads any more."""
        self.left.set()
        while True:
            try:
                self.chunks.get_nowait()
            except Empty:
                return
