"""A start loads Django for upkeep only when there is something to do, and does not overlook that there is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from zhiping.config import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def url() -> str:
    """Where the tests' own tables are."""
    whole = os.environ["DATABASE_URL"]
    name = str(connection.settings_dict["NAME"])
    before, _slash, rest = whole.rpartition("/")
    query = rest.partition("?")[2]
    return f"{before}/{name}" + (f"?{query}" if query else "")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A code of three files, and the texts made of one of them."""
    source = tmp_path / "source"
    names = ("cases/migrations/0001_first.py", "web/static/css/base.css", "web/locale/en/django.po")
    for name in (*names, "web/locale/en/django.mo"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("as it was", encoding="utf-8")
    monkeypatch.setattr(freshness, "SOURCE", source)
    return source


@pytest.fixture
def home(tmp_path: Path, source: Path, url: str) -> Path:
    """A home that was brought up to date with that code."""
    home = tmp_path / "home"
    (home / "static").mkdir(parents=True)
    freshness.keep(home, url)
    return home


def test_with_the_same_code_and_tables_there_is_nothing_to_do(home: Path, url: str) -> None:
    assert freshness.holds(home, url)


@pytest.mark.parametrize(
    "name", ["cases/migrations/0002_second.py", "web/static/css/base.css", "web/locale/en/django.po"]
)
def test_a_new_or_changed_file_is_noticed(home: Path, source: Path, url: str, name: str) -> None:
    (source / name).write_text("as it is now", encoding="utf-8")

    assert not freshness.holds(home, url)


def test_what_decides_nothing_is_not_asked(home: Path, source: Path, url: str) -> None:
    (source / "cases/rules.py").write_text("new", encoding="utf-8")
    (source / "web/locale/en/django.mo").write_text("new", encoding="utf-8")

    assert freshness.holds(home, url)


def test_texts_that_were_not_made_or_are_lost_are_noticed(home: Path, source: Path, url: str) -> None:
    (source / "web/locale/en/django.mo").unlink()

    assert not freshness.holds(home, url)


def test_a_database_that_lacks_a_migration_is_noticed(home: Path, url: str) -> None:
    stamp = home / "fresh.json"
    told = json.loads(stamp.read_text(encoding="utf-8"))
    stamp.write_text(json.dumps(told | {"migrations": [*told["migrations"], ["cases", "0009_unknown"]]}))

    assert len(told["migrations"]) > 50
    assert not freshness.holds(home, url)


@pytest.mark.parametrize("told", ["", "{", '{"code": "other", "migrations": []}'])
def test_an_unreadable_or_other_stamp_is_no_promise(home: Path, url: str, told: str) -> None:
    (home / "fresh.json").write_text(told, encoding="utf-8")

    assert not freshness.holds(home, url)


def test_removed_static_files_are_noticed(home: Path, url: str) -> None:
    (home / "static").rmdir()

    assert not freshness.holds(home, url)


def test_an_empty_database_has_applied_nothing(home: Path, url: str) -> None:
    empty = url.replace(f"/{connection.settings_dict['NAME']}", "/postgres")

    assert not freshness.holds(home, empty)
