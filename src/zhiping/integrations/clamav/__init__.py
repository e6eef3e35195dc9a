"""ClamAV: its daemon looks through what is handed in (docs/decisions/0050-files-from-outside.md)."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.conf import settings

from zhiping.files.ports import ScannerDown, TooLargeToScan

PIECE = 256 * 1024
SHORT, LONG = 3.0, 120.0
ANSWER = 4096


class Clamd:
    """A client of clamd over its socket: "unix:/run/clamav/clamd.ctl" or "host:port". Keeps no connection."""

    def __init__(self, address: str = "") -> None:
        self.address = address or settings.CLAMD

    def scan(self, stream: BinaryIO) -> str:
        """Send a file in pieces and return the name of what was found in it, "" for nothing.

        Raises: ScannerDown when there is no answer that counts; TooLargeToScan beyond clamd's StreamMaxLength.
        """
        with self._connected(LONG) as line:
            line.sendall(b"zINSTREAM\0")
            stream.seek(0)
            try:
                while piece := stream.read(PIECE):
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it closes when it has heard enough, and has said why
            told = _answer(line)
        if told.endswith("size limit exceeded. ERROR"):
            raise TooLargeToScan
        if told == "stream: OK":
            return ""
        if told.startswith("stream: ") and told.endswith(" FOUND"):
            return told.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerDown(told or "no answer")

    def version(self) -> str:
        """Return what answers and how old its signatures are, as "ClamAV 1.4.3/27000/…". Raises: ScannerDown."""
        with self._connected(SHORT) as line:
            line.sendall(b"zVERSION\0")
            told = _answer(line)
        if not told.startswith("ClamAV"):
            raise ScannerDown(told or "no answer")
        return told

    @contextmanager
    def _connected(self, seconds: float) -> Iterator[socket.socket]:
        try:
            with self._connect() as line:
                line.settimeout(seconds)
                yield line
        except OSError as fault:
            raise ScannerDown(str(fault)) from fault

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(SHORT)
            try:
                line.connect(self.address.removeprefix("unix:"))
            except OSError:
                line.close()
                raise
            return line
        host, _colon, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SHORT)


def _answer(line: socket.socket) -> str:
    """Read up to the closing zero of an answer."""
    said = b""
    while b"\0" not in said and len(said) < ANSWER:
        piece = line.recv(ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()
