"""One server per home: made once, shared, kept, ended with its last user."""

from __future__ import annotations

from pathlib import Path

from tests.config.embedded.person import ends, person, soon, sql, told
from zhiping.config.embedded import server


def test_a_home_keeps_its_rows_from_one_command_to_the_next(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as first:
        sql(first.wait().url, "CREATE TABLE t AS SELECT '质量'::text AS word")
        first.leave()

    with person(home, pg_bin=pg_bin) as second:
        assert sql(second.wait().url, "SELECT word FROM t") == "质量"


def test_the_server_has_ended_when_its_last_user_has_left(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        one.leave()

    assert server.is_running(home) is False


def test_two_commands_at_once_on_an_empty_home_share_one_server(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one, person(home, pg_bin=pg_bin) as two:
        assert one.wait().url == two.wait().url
        shared = told(home)
        sql(one.url, "CREATE TABLE t AS SELECT 7 AS n")
        one.leave()

        assert sql(two.url, "SELECT n FROM t") == "7"
        assert told(home) == shared
        two.leave()

    assert ends(home)


def test_a_command_that_comes_while_the_server_ends_gets_a_new_one(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as first:
        first.wait()
        first.kill()
    with person(home, pg_bin=pg_bin) as second:
        assert sql(second.wait().url, "SELECT 1") == "1"


def test_stop_ends_the_server_though_it_is_in_use(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()

        assert server.stop(home) is True
        assert ends(home)
        assert server.stop(home) is False
        assert sql(one.again(), "SELECT 1") == "1"


def test_the_server_listens_on_no_port(url: str) -> None:
    assert sql(url, "SHOW listen_addresses") == ""


def test_the_role_of_the_site_is_no_superuser_and_may_make_test_databases(url: str) -> None:
    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"

    assert sql(url, rights) == "f|t|f"


def test_chinese_sorts_alike_on_every_machine(url: str) -> None:
    words = "SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['质','b','A','管','a']) w"

    assert sql(url, words) == "Aab管质"
    assert sql(url, "SHOW server_encoding") == "UTF8"


def test_the_data_is_guarded_by_checksums_and_full_synchronisation(url: str) -> None:
    names = "('data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes')"

    assert sql(url, f"SELECT DISTINCT setting FROM pg_settings WHERE name IN {names}") == "on"


def test_a_server_whose_home_was_deleted_ends(home: Path, pg_bin: Path) -> None:
    with person(home, pg_bin=pg_bin) as one:
        one.wait()
        number = told(home)["pid"]
        (home / "postgres" / "users.lock").unlink()

        assert soon(lambda: not Path(f"/proc/{number}").exists())
