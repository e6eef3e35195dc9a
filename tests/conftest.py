"""Every test runs on a real PostgreSQL: the one of DATABASE_URL, otherwise the embedded one.

The state of the tests (keys, files, embedded database) stands in var/test, apart from a demo's.
"""

import os
from pathlib import Path

import django
import pytest

from tests.coverage_gate import Gate

HOME = Path(__file__).resolve().parents[1] / "var" / "test"
GATE = Gate(HOME / "coverage")  # begins to watch before anything of ours is loaded

from zhiping.config import database, translations  # noqa: E402 -- after the gate
from zhiping.config.embedded import server  # noqa: E402 -- likewise
from zhiping.config.problem import Problem  # noqa: E402 -- likewise

os.environ["ZHIPING_HOME"] = str(HOME)
os.environ["ZHIPING_DEBUG"] = "true"  # static files by their own names, found in the source
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiping.config.settings"
try:
    if os.environ.get("DATABASE_URL"):
        database.check_url(os.environ["DATABASE_URL"])
    else:
        os.environ["DATABASE_URL"] = server.ensure(HOME, durable=False)
except Problem as problem:
    pytest.exit(f"{problem.zh}\n{problem.en}", returncode=1)
translations.compile_all()
django.setup()

from django.db import connection  # noqa: E402 -- after the environment stands

from tests import databases, season  # noqa: E402 -- likewise


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: object) -> None:
    """Let each process of a run copy its database from one whose tables were made once."""
    with django_db_blocker.unblock(), databases.built_once(HOME, "empty", databases.migrate) as empty:  # type: ignore[attr-defined]
        connection.settings_dict["TEST"]["TEMPLATE"] = empty


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Let tests that commit be cleaned up: the guards against TRUNCATE are lifted in the test database only."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only_table'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only_table")


def pytest_configure(config: pytest.Config) -> None:
    """Let the gate see the tests."""
    config.pluginmanager.register(GATE, "coverage-gate")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin without what an earlier run has built."""
    if not hasattr(session.config, "workerinput"):
        databases.forget(HOME)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave nothing on the server."""
    if not hasattr(session.config, "workerinput"):
        databases.clean(HOME)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long stories in the browser: begun last, one of them would keep the other cores waiting."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    """Let tests sign in as staff without an authenticator; the tests of the guard switch it on again."""
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _queue_left_empty(request: pytest.FixtureRequest) -> object:
    """Empty the queue after a test that commits: its tables are not Django's, so that nobody else empties them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"live_server", "transactional_db"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
            cursor.execute("DELETE FROM procrastinate_workers")


@pytest.fixture(scope="module")
def small_season(django_db_setup: None, django_db_blocker: object) -> object:
    """The demo's season, small, for a module whose tests change nothing of it for each other."""
    with django_db_blocker.unblock(), season.copied(HOME):  # type: ignore[attr-defined]
        yield


@pytest.fixture
def own_season(django_db_setup: None, django_db_blocker: object) -> object:
    """The demo's season, small, for one test alone, which may commit."""
    with django_db_blocker.unblock(), season.copied(HOME):  # type: ignore[attr-defined]
        yield
