"""Whoever is killed, and whenever: no server is left behind, no acknowledged row is lost, the next start works."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.config.embedded.person import ends, person, soon, sql, told
from zhiping.config.embedded import layout, server

# Seconds after which somebody is killed; a first start takes about one, and passes through all its steps.
MOMENTS = (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)


def test_a_killed_command_leaves_no_server(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        one.kill()

        assert ends(home)


def test_killing_one_of_two_commands_leaves_the_server_to_the_other(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one, person(home, pg_bin=pg_bin) as two:
        one.wait()
        two.wait()
        one.kill()
        time.sleep(1)

        assert sql(two.url, "SELECT 1") == "1"


def test_a_killed_guardian_takes_the_server_along_and_the_next_command_starts_anew(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        sql(one.wait().url, "CREATE TABLE t AS SELECT 7 AS n")
        os.kill(told(home)["pid"], signal.SIGKILL)

        assert ends(home)
        assert sql(one.again(), "SELECT n FROM t") == "7"


def test_a_killed_server_is_started_again_by_its_guardian(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        sql(one.wait().url, "CREATE TABLE t AS SELECT 7 AS n")
        before = told(home)
        os.kill(before["server"], signal.SIGKILL)

        assert soon(lambda: told(home)["server"] != before["server"])
        assert sql(one.url, "SELECT n FROM t") == "7"
        assert told(home)["pid"] == before["pid"]


def test_a_command_killed_again_and_again_during_the_first_start_leaves_nothing_running(
    home: Path, pg_bin: Path
) -> None:
    for delay in MOMENTS:
        with person(home, pg_bin=pg_bin) as hasty:
            time.sleep(delay)
            hasty.kill()
        assert ends(home)

    with person(home, pg_bin=pg_bin) as patient:
        assert sql(patient.wait().url, "SELECT current_database()") == "zhiping"


def test_a_guardian_killed_again_and_again_during_the_first_start_leaves_nothing_running(
    home: Path, pg_bin: Path
) -> None:
    for delay in MOMENTS:
        with person(home, pg_bin=pg_bin) as hasty:
            time.sleep(delay)
            for number in _guardians(home):
                os.kill(number, signal.SIGKILL)
            hasty.kill()
        assert ends(home)

    with person(home, pg_bin=pg_bin) as patient:
        assert sql(patient.wait().url, "SELECT current_database()") == "zhiping"


def test_every_acknowledged_row_survives_when_all_are_killed_at_once(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        sql(one.wait().url, "CREATE TABLE t (n int)")
        acknowledged: list[int] = []
        writer = threading.Thread(target=_write_until_refused, args=(one.url, acknowledged))
        writer.start()
        assert soon(lambda: len(acknowledged) > 20)
        numbers = told(home)
        for number in (numbers["pid"], numbers["server"], one.process.pid):
            os.kill(number, signal.SIGKILL)
        writer.join(timeout=60)
        assert ends(home)

    with person(home, pg_bin=pg_bin) as two:
        kept = {int(line) for line in sql(two.wait().url, "SELECT n FROM t").splitlines()}

    assert set(acknowledged) - kept == set()


def test_stale_pid_socket_and_state_files_that_name_living_strangers_are_seen_through(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        one.leave()
    place = layout.recorded(home)
    assert place is not None
    with subprocess.Popen(["/bin/sleep", "60"]) as bystander:
        _leave_traces(home, place, bystander.pid)

        with person(home, pg_bin=pg_bin) as two:
            assert sql(two.wait().url, "SELECT 1") == "1"
            two.leave()

        assert bystander.poll() is None
        bystander.kill()


def test_stop_does_not_signal_a_stranger_whom_a_stale_file_names(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        one.leave()
    with subprocess.Popen(["/bin/sleep", "60"]) as bystander:
        layout.write_json(layout.files(home).state, {"pid": bystander.pid, "server": bystander.pid, "url": "x"})

        assert server.stop(home) is False
        assert bystander.poll() is None
        bystander.kill()


@pytest.mark.usefixtures("as_root")
def test_a_full_disk_is_named(open_folder: Path, pg_bin: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", str(open_folder)]
    mounted = subprocess.run(mount, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk here: {mounted.stderr.decode().strip()}")
    try:
        with person(open_folder, pg_bin=pg_bin) as one:
            assert one.wait().answer["en"].startswith(f"The disk is full at {open_folder}")
        assert ends(open_folder)
    finally:
        subprocess.run(["umount", "-l", str(open_folder)], check=True)


def _guardians(home: Path) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parts = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"zhiping.config.embedded.guardian" in parts and os.fsencode(home) in parts:
                found.append(int(folder.name))
    return found


def _write_until_refused(url: str, acknowledged: list[int]) -> None:
    import psycopg  # noqa: PLC0415 -- only here

    try:
        with psycopg.connect(url, autocommit=True) as connection:
            for number in range(1_000_000):
                connection.execute("INSERT INTO t VALUES (%s)", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        return


def _leave_traces(home: Path, place: layout.Place, number: int) -> None:
    """Leave what a machine leaves that lost its power, its process numbers since given to others."""
    files = layout.files(home)
    layout.write_json(files.state, {"pid": number, "server": number, "url": "postgresql://stale/stale"})
    pid = [str(number), str(place.data), "1700000000", "5432", str(place.sockets), "", "  1 2", "ready   "]
    (place.data / "postmaster.pid").write_text("\n".join(pid) + "\n", encoding="utf-8")
    lock = [str(number), str(place.data), "1700000000", "5432", str(place.sockets)]
    (place.sockets / ".s.PGSQL.5432.lock").write_text("\n".join(lock) + "\n", encoding="utf-8")
    (place.sockets / ".s.PGSQL.5432").touch()
