"""The console command in processes of its own: what a person types, what they read, what is left."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhiping.config.commands import demo
from zhiping.config.embedded import layout, server
from zhiping.config.environment import CHECKOUT, Environment


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("命令 home")
    yield folder
    server.stop(folder)
    layout.remove(folder)


def zhiping(home: Path, *words: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `zhiping …` as from a terminal that knows nothing but the home."""
    clean = {"PATH": os.environ["PATH"], "HOME": "/", "ZHIPING_HOME": str(home), **environment}
    return subprocess.run(
        [sys.executable, "-m", "zhiping.config", *words],
        env=clean, cwd="/", capture_output=True, text=True, input=text, check=False,
    )  # fmt: skip


def test_status_before_anything_was_built_says_what_to_do(home: Path) -> None:
    said = zhiping(home / "empty", "status", "--json")

    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.splitlines() == [
        "错误：数据库还没有建立或不是最新：请先运行 zhiping migrate（或 make demo）。",
        "Error: The database is not set up or not current: run zhiping migrate (or make demo) first.",
    ]
    zhiping(home / "empty", "reset", "--yes")


def test_migrate_then_status_prints_an_empty_count_per_edition(home: Path) -> None:
    assert zhiping(home, "migrate").returncode == 0

    assert json.loads(zhiping(home, "status", "--json").stdout) == {}


def test_a_command_leaves_no_server_behind(home: Path) -> None:
    zhiping(home, "migrate")

    assert server.is_running(home) is False


def test_migrate_twice_at_once_takes_turns(home: Path) -> None:
    folder = home / "both"
    command = [sys.executable, "-m", "zhiping.config", "migrate"]
    environment = {"PATH": os.environ["PATH"], "HOME": "/", "ZHIPING_HOME": str(folder)}

    both = [subprocess.Popen(command, env=environment, cwd="/") for _ in range(2)]

    assert [one.wait(120) for one in both] == [0, 0]
    zhiping(folder, "reset", "--yes")


def test_createoperator_makes_an_account_once_and_prints_a_made_password_once(home: Path) -> None:
    first = zhiping(home, "createoperator", "ops", "--name", "运维")
    again = zhiping(home, "createoperator", "ops")

    assert (first.returncode, again.returncode) == (0, 1)
    assert "Password (shown this once): " in first.stdout
    assert again.stderr.splitlines()[1] == "Error: The user name ops is taken: choose another."


def test_createoperator_refuses_a_weak_password(home: Path) -> None:
    said = zhiping(home, "createoperator", "weak", text="1234567890\n")

    assert said.returncode == 1
    assert "The password is not accepted" in said.stderr


def test_a_taken_port_is_named_with_the_next_one(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = zhiping(home, "demo", PORT=str(port))

    assert said.returncode == 1
    assert said.stderr.splitlines()[1] == (
        f"Error: Port 127.0.0.1:{port} cannot be used (Address already in use): choose another, such as "
        f"PORT={port + 1} make demo, or run zhiping stop first."
    )


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(home: Path, port: str) -> None:
    said = zhiping(home, "serve", PORT=port)

    assert said.returncode == 1
    assert said.stderr.splitlines()[1].startswith(f"Error: {port} is no port: give a number from 1 to 65535")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://a:secret@b/c", "DATABASE_URL is no PostgreSQL address"),
        ("nonsense", "DATABASE_URL is no PostgreSQL address"),
        ("postgresql://a:secret@127.0.0.1:1/c", "Cannot connect to the database of DATABASE_URL"),
    ],
)
def test_a_broken_database_url_is_told_without_its_password(home: Path, url: str, words: str) -> None:
    said = zhiping(home, "status", DATABASE_URL=url)

    assert said.returncode == 1
    assert words in said.stderr
    assert "secret" not in said.stdout + said.stderr
    assert "Traceback" not in said.stderr


def test_a_database_url_takes_the_place_of_the_embedded_server(home: Path) -> None:
    zhiping(home, "migrate")
    url = server.ensure(home)
    try:
        elsewhere = home / "elsewhere"

        said = zhiping(elsewhere, "status", "--json", DATABASE_URL=url)

        assert json.loads(said.stdout) == {}
        assert layout.recorded(elsewhere) is None
    finally:
        server.release(home)


def test_a_wrong_setting_is_named(home: Path) -> None:
    said = zhiping(home, "status", ZHIPING_DEBUG="perhaps")

    assert said.returncode == 78
    assert "Error: The environment variable ZHIPING_DEBUG has a wrong value" in said.stderr


@pytest.mark.parametrize("address", ["nonsense", "pingjia.example.cn", "ftp://pingjia.example.cn", "https://"])
def test_a_public_address_that_no_link_could_begin_with_is_named(home: Path, address: str) -> None:
    said = zhiping(home, "status", ZHIPING_BASE_URL=address)

    assert said.returncode == 78
    assert "Error: The environment variable ZHIPING_BASE_URL has a wrong value" in said.stderr


@pytest.mark.parametrize("folder", ["/nowhere/at/all", "/dev/null"])
def test_a_folder_of_definitions_that_is_none_is_named(home: Path, folder: str) -> None:
    said = zhiping(home, "status", ZHIPING_DEFINITIONS=folder)

    assert said.returncode == 78
    chinese, english = said.stderr.splitlines()
    assert chinese.startswith("错误：环境变量 ZHIPING_DEFINITIONS 的值不正确")
    assert english.startswith("Error: The environment variable ZHIPING_DEFINITIONS has a wrong value")


def test_a_folder_of_definitions_that_is_not_set_is_the_shipped_one() -> None:
    assert Environment(definitions="").definitions == CHECKOUT / "definitions"  # type: ignore[arg-type]


@pytest.mark.parametrize("hosts", ["pingjia.example.cn", "", '["a.example.cn"', '["a.example.cn", 5]'])
def test_a_list_that_is_not_written_as_one_is_named(home: Path, hosts: str) -> None:
    said = zhiping(home, "status", ZHIPING_ALLOWED_HOSTS=hosts)

    assert said.returncode == 78
    assert "Error: The environment variable ZHIPING_ALLOWED_HOSTS has a wrong value" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_site_with_a_wrong_setting_names_it_once_and_is_not_started_again(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    zhiping(home, "migrate")

    said = zhiping(home, "serve", PORT=port, ZHIPING_WEB_WORKERS="two")

    assert said.returncode == 78
    assert said.stderr.count("Error: The environment variable ZHIPING_WEB_WORKERS has a wrong value") == 1
    assert "starting it again" not in said.stdout


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = zhiping(tmp_path / "file", "status")

    assert said.returncode == 1
    assert said.stderr.splitlines()[1].startswith(f"Error: Cannot use {tmp_path / 'file'}")


def test_mails_and_codes_of_a_demo_lead_to_the_port_on_which_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})

    demo.settle(8123)

    assert os.environ["ZHIPING_BASE_URL"] == "http://127.0.0.1:8123"


def test_reset_asks_before_it_removes_what_is_no_demo(home: Path) -> None:
    said = zhiping(home, "reset")

    assert said.returncode == 1
    assert said.stderr.splitlines()[1] == f"Error: This removes all data of {home}: say --yes to do it."


def test_reset_removes_database_keys_and_files_and_nothing_else(tmp_path: Path) -> None:
    home = tmp_path / "home"
    zhiping(home, "migrate")
    place = layout.recorded(home)
    assert place is not None
    (home / "mine.txt").write_text("not yours", encoding="utf-8")
    for name in ("files", "joined", "static"):
        (home / name).mkdir(exist_ok=True)
    (home / "fresh.json").write_text("{}", encoding="utf-8")

    assert zhiping(home, "reset", "--yes").returncode == 0

    assert place.cluster.exists() is False
    assert {path.name for path in home.iterdir()} == {"mine.txt", "postgres", "run"}


def test_manage_passes_djangos_own_options_through(home: Path) -> None:
    said = zhiping(home, "manage", "check", "--fail-level", "ERROR")

    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "System check identified no issues (0 silenced).")
