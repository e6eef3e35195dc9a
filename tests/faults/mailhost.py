"""A real mail host for tests: it takes mails, or answers and dawdles as it is told."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message as Received
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Host:
    """What the host took, what it answers instead of taking, what it does before it says that it took one."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[Received] = []
        self.answers: dict[str, str] = {}
        self.on_taking: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 -- the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- so too
        if "DATA" in self.answers:
            return self.answers["DATA"]
        assert isinstance(envelope.content, bytes)
        self.taken.append(email.message_from_bytes(envelope.content))
        await asyncio.to_thread(self.on_taking)
        return "250 OK"


@contextmanager
def running() -> Iterator[Host]:
    """Run a mail host on a free port."""
    host = Host()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host.port = probe.getsockname()[1]
    controller = Controller(host, hostname="127.0.0.1", port=host.port)
    controller.start()
    try:
        yield host
    finally:
        controller.stop()
