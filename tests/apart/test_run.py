"""A task on a stranger's file: its answer comes back, and whatever becomes of it, we live on."""

from __future__ import annotations

import io
import json
import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from zhiping import apart
from zhiping.apart import asking

MEGABYTE = 1024 * 1024


def _run(task: str, content: Any = b"", *, memory: int = 512 * MEGABYTE, seconds: int = 10, **said: object) -> Any:
    return apart.run(f"tests.apart.tasks:{task}", content, memory=memory, seconds=seconds, **said)


def test_bytes_and_open_files_are_read_from_their_beginning_wherever_they_stand() -> None:
    large = os.urandom(3 * MEGABYTE)
    with tempfile.TemporaryFile() as file:
        file.write(large)
        file.flush()

        assert (_run("whole", b"plain"), _run("whole", io.BytesIO(large)), _run("whole", file)) == (
            b"plain",
            large,
            large,
        )


def test_what_is_said_reaches_the_task() -> None:
    assert json.loads(_run("told", labels=["编号"], limit=3)) == {"labels": ["编号"], "limit": 3}


def test_each_file_has_a_process_of_its_own_from_one_helper_and_no_secret_of_ours() -> None:
    (one, helper, known), (other, same, _known) = (json.loads(_run("who")) for _time in range(2))

    assert (one != other, helper == same, os.getpid() in (one, helper)) == (True, True, False)
    assert [name for name in known if name.startswith(("ZHIPING", "DATABASE", "DJANGO"))] == []


def test_a_task_has_the_memory_that_it_is_given_and_no_more() -> None:
    assert _run("greedy", megabytes=100) == b"104857600"
    assert _run("greedy", megabytes=600) is None


@pytest.mark.parametrize("task", ["busy", "asleep", "broken", "cut_off", "unknown"])
def test_a_task_that_fails_or_does_not_end_gives_no_answer_and_the_next_one_does(task: str) -> None:
    begun = time.monotonic()

    assert _run(task, seconds=1) is None
    assert time.monotonic() - begun < 8
    assert _run("whole", b"next") == b"next"


def test_an_answer_without_end_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_ANSWERED", 2 * MEGABYTE)

    assert _run("whole", bytes(MEGABYTE)) == bytes(MEGABYTE)
    assert _run("whole", bytes(4 * MEGABYTE)) is None


def test_a_helper_that_was_killed_is_followed_by_another() -> None:
    helper = json.loads(_run("who"))[1]
    os.kill(helper, signal.SIGKILL)

    assert json.loads(_run("who"))[1] != helper


def test_many_threads_each_get_their_own_answer() -> None:
    asked = [b"%d" % number * 1000 for number in range(60)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda one: _run("whole", one), asked)) == asked


def test_no_open_file_is_left_behind() -> None:
    _run("whole", b"first")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _time in range(5):
        _run("whole", b"again")
        _run("broken")

    assert len(list(Path("/proc/self/fd").iterdir())) == before
