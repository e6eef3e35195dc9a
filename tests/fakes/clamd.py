"""A clamd that speaks the real protocol of INSTREAM, VERSION and PING, for as long as a test wants it."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# What a scanner is tested with everywhere; split, so that this file itself troubles none.
HARMLESS_TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = b"ClamAV 1.4.3/27700/Sat Nov 28 08:25:44 2026"


class _Talk(socketserver.BaseRequestHandler):
    server: Any

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            piece = self.request.recv(1)
            if not piece:
                return
            command += piece
        said = {b"zPING\0": b"PONG", b"zVERSION\0": VERSION}.get(command)
        if command == b"zINSTREAM\0":
            said = self._stream()
        self.request.sendall((said or b"UNKNOWN COMMAND") + b"\0")

    def _stream(self) -> bytes:
        heard = b""
        while size := struct.unpack(">I", self._exactly(4))[0]:
            heard += self._exactly(size)
            if len(heard) > self.server.longest:
                return b"INSTREAM size limit exceeded. ERROR"
        self.server.heard.append(heard)
        return b"stream: Eicar-Test-Signature FOUND" if HARMLESS_TEST_VIRUS in heard else b"stream: OK"

    def _exactly(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            got += self.request.recv(size - len(got))
        return got


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(address: str = "", longest: int = 25 * 1024 * 1024) -> Iterator[tuple[str, list[bytes]]]:
    """Give the address of a running clamd and what it has scanned so far. Args: address: path of a socket, or "" for TCP."""
    server: Any = _Unix(address, _Talk) if address else _Tcp(("127.0.0.1", 0), _Talk)
    server.longest, server.heard = longest, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    host_port = server.server_address
    try:
        yield (f"unix:{address}" if address else f"{host_port[0]}:{host_port[1]}"), server.heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nobody() -> str:
    """Return an address where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
