"""A load client in one process of its own: raw HTTP/1.1 over keep-alive connections, a fixed number of requests.

A fixed count, not a fixed time: slow answers are never left queued behind the clock.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

CASE = re.compile(rb"/applications/(\d+)/")
TOLD = {
    "revision": re.compile(rb'name="revision" value="(\d+)"'),
    "confirmed": re.compile(rb'name="confirmed" value="([0-9a-f]{64})"'),
}
"""What later steps of a walk send back as a page said it."""
LINE_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Shot:
    """One request: method, path, headers, body as latin-1 text.

    In a walk `{case}`, `{revision}` and `{confirmed}` stand for what earlier answers told.
    """

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run showed. Milliseconds; bytes of one answer as sent; a walk counts as one."""

    requests: int
    per_second: float
    p50: float
    p95: float
    first_byte_p50: float
    size: int
    statuses: dict[int, int]

    def as_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: bytes
    body: bytes
    first: float


class Refused(Exception):
    """An answer that a measurement must not count as one."""


class Connection:
    """One keep-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port, limit=LINE_LIMIT)

    async def send(self, shot: Shot) -> Answer:
        """Send one request and read the whole answer."""
        body = shot.body.encode("latin-1")
        head = [f"{shot.method} {shot.path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Accept-Encoding: gzip"]
        head += [f"{name}: {value}" for name, value in shot.headers.items()]
        if shot.method == "POST":
            head.append(f"Content-Length: {len(body)}")
        self.writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        started = time.perf_counter()
        status_line = await self.reader.readline()
        first = time.perf_counter() - started
        if not status_line:
            raise ConnectionResetError
        length, chunked, location = 0, False, b""
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            match name.lower():
                case b"content-length":
                    length = int(value)
                case b"transfer-encoding":
                    chunked = b"chunked" in value
                case b"location":
                    location = value.strip()
        content = await self._chunks() if chunked else await self.reader.readexactly(length)
        return Answer(int(status_line.split()[1]), location, content, first)

    async def _chunks(self) -> bytes:
        found = []
        while size := int(await self.reader.readline(), 16):
            found.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readline()
        return b"".join(found)


async def fire(address: tuple[str, int], shots: Sequence[Shot], connections: int) -> Figures:
    """Send the shots over so many connections at once and report.

    Raises: Refused when any answer is 4xx or 5xx, because a fast refusal is no speed.
    """
    return await walk(address, [[shot] for shot in shots], connections)


async def walk(address: tuple[str, int], walks: Sequence[Sequence[Shot]], connections: int) -> Figures:
    """Do whole walks, each by one person one request after the other, so many at once, and report by walk.

    Raises: Refused when any answer is 4xx or 5xx, or a redirect leads to the sign-in page.
    """
    queue, times, firsts, sizes = iter(walks), [], [], []
    statuses: dict[int, int] = {}

    async def work() -> None:
        mine = Connection(*address)
        await mine.open()
        for steps in queue:
            started = time.perf_counter()
            answers = await _steps(mine, steps)
            times.append(time.perf_counter() - started)
            firsts.append(answers[0].first)
            sizes.append(sum(len(one.body) for one in answers))
            for one in answers:
                statuses[one.status] = statuses.get(one.status, 0) + 1
        mine.writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    wall = time.perf_counter() - started
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
    return Figures(
        requests=len(times),
        per_second=len(times) / wall,
        p50=statistics.median(times) * 1000,
        p95=cuts[18] * 1000,
        first_byte_p50=statistics.median(firsts) * 1000,
        size=round(statistics.median(sizes)),
        statuses=statuses,
    )


async def _steps(connection: Connection, steps: Sequence[Shot]) -> list[Answer]:
    known: dict[str, str] = {}
    answers = []
    for step in steps:
        answer = await connection.send(_with(step, known))
        if answer.status >= 400 or b"/accounts/" in answer.location:
            said = re.sub(r"<[^>]+>|\s+", " ", answer.body.decode(errors="replace"))[-600:]
            raise Refused(f"{step.method} {step.path}: {answer.status} {answer.location!r} {said}")
        if found := CASE.search(answer.location):
            known.setdefault("case", found[1].decode())
        for name, pattern in TOLD.items():
            if found := pattern.search(answer.body):
                known[name] = found[1].decode()
        answers.append(answer)
    return answers


def _with(step: Shot, known: dict[str, str]) -> Shot:
    path, body = step.path, step.body
    for name, value in known.items():
        path, body = path.replace(f"{{{name}}}", value), body.replace(f"{{{name}}}", value)
    return Shot(path, step.method, step.headers, body)
