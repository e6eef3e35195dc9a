"""Thousands of requests in one transaction, none of which changes what the next one finds."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client


def asked(client: Client, method: str, path: str) -> Any:
    """Return the answer, whole; what a POST or a broken request has changed is taken back.

    A GET may leave its traces (a session's hour, a mark that something was opened): a rollback makes the driver forget
    every prepared statement, which costs a sweep half of its time.
    """
    with transaction.atomic():
        answer = client.post(path) if method == "POST" else client.get(path)
        if answer.streaming:
            answer.whole = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        else:
            answer.whole = answer.content  # type: ignore[attr-defined]
        transaction.set_rollback(method == "POST" or answer.status_code >= 500)
    return answer
