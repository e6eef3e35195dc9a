"""A load client in one process of its own: raw HTTP/1.1 over keep-alive connections, a fixed number of requests.

A fixed count, not a fixed time: slow answers are never left queued behind the clock.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shot:
    """One request: method, path, headers, body."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run showed. Milliseconds; bytes of one answer as sent (compressed where the server compresses)."""

    requests: int
    per_second: float
    p50: float
    p95: float
    first_byte_p50: float
    size: int
    statuses: dict[int, int]


class Refused(Exception):
    """An answer that a measurement must not count as one."""


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, shot: Shot
) -> tuple[int, int, float]:
    head = [f"{shot.method} {shot.path} HTTP/1.1", f"Host: {host}", "Accept-Encoding: gzip"]
    head += [f"{name}: {value}" for name, value in shot.headers.items()]
    if shot.body:
        head.append(f"Content-Length: {len(shot.body)}")
    writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + shot.body)
    started = time.perf_counter()
    status_line = await reader.readline()
    first = time.perf_counter() - started
    if not status_line:
        raise ConnectionResetError
    status, length, chunked = int(status_line.split()[1]), 0, False
    while (line := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        match name.lower():
            case b"content-length":
                length = int(value)
            case b"transfer-encoding":
                chunked = b"chunked" in value
    size = await _chunks(reader) if chunked else len(await reader.readexactly(length))
    return status, size, first


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int(await reader.readline(), 16):
        total += len(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return total


async def fire(address: tuple[str, int], shots: Sequence[Shot], connections: int) -> Figures:
    """Send the shots over so many connections at once and report.

    Raises: Refused when any answer is 4xx or 5xx, because a fast refusal is no speed.
    """
    queue = iter(shots)
    times: list[float] = []
    firsts: list[float] = []
    statuses: dict[int, int] = {}
    sizes: list[int] = []

    async def work() -> None:
        reader, writer = await asyncio.open_connection(*address)
        for shot in queue:
            started = time.perf_counter()
            status, size, first = await _exchange(reader, writer, f"{address[0]}:{address[1]}", shot)
            times.append(time.perf_counter() - started)
            firsts.append(first)
            sizes.append(size)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    wall = time.perf_counter() - started
    if refused := {status: n for status, n in statuses.items() if status >= 400}:
        raise Refused(f"{shots[0].path}: {refused}")
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
