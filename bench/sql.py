"""How many queries one request takes: the same request in this process, where they can be counted."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.client import Shot


def count(walks: Sequence[Sequence[Shot]]) -> int | None:
    """Return the queries of the second of two such requests; None for walks of many requests."""
    first, second = walks[0], walks[-1]
    if len(first) > 1:
        return None
    send(first[0])
    with CaptureQueriesContext(connection) as seen:
        send(second[0])
    return len(seen)


def send(shot: Shot) -> None:
    """Send one request within this process."""
    client = Client(headers=shot.headers, SERVER_NAME="127.0.0.1")
    cookies = [part.split("=", 1) for part in shot.headers.get("Cookie", "").split("; ") if part]
    for name, value in cookies:
        client.cookies[name] = value
    kind = shot.headers.get("Content-Type", "")
    answer = client.generic(shot.method, shot.path, shot.body.encode("latin-1"), kind)
    if isinstance(answer, StreamingHttpResponse):
        b"".join(answer)
    if answer.status_code >= 400:
        raise SystemExit(f"{shot.path}: {answer.status_code}")
