"""The client of clamd, against a fake that speaks the real protocol."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest

from tests.fakes.clamd import HARMLESS_TEST_VIRUS, VERSION, clamd, nobody
from zhiping.files.ports import ScannerDown, TooLargeToScan
from zhiping.integrations.clamav import PIECE, Clamd


@pytest.mark.parametrize("over", ["tcp", "unix"])
def test_a_clean_file_arrives_whole_and_an_infected_one_is_named(over: str, tmp_path: Path) -> None:
    clean = bytes(range(256)) * (PIECE // 100)

    with clamd(str(tmp_path / "clamd.ctl") if over == "unix" else "") as (address, heard):
        found = [Clamd(address).scan(io.BytesIO(content)) for content in (clean, b"x" + HARMLESS_TEST_VIRUS)]
        version = Clamd(address).version()

    assert (found, version) == (["", "Eicar-Test-Signature"], VERSION.decode())
    assert heard[0] == clean


def test_a_file_that_is_too_large_for_it_is_told_apart_from_a_fault() -> None:
    with clamd(longest=1000) as (address, _heard), pytest.raises(TooLargeToScan):
        Clamd(address).scan(io.BytesIO(bytes(20 * PIECE)))


def test_no_answer_and_a_strange_answer_are_both_no_scan(tmp_path: Path) -> None:
    with pytest.raises(ScannerDown):
        Clamd(nobody()).scan(io.BytesIO(b"x"))
    with pytest.raises(ScannerDown):
        Clamd(f"unix:{tmp_path}/absent").version()
    left, right = socket.socketpair()
    right.sendall(b"stream: Can't allocate memory ERROR\0")
    client = Clamd("nowhere:1")
    client._connect = lambda: left  # type: ignore[method-assign]
    with pytest.raises(ScannerDown, match="allocate"):
        client.scan(io.BytesIO(b"x"))
    right.close()
