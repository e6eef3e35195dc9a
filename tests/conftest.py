"""Every test runs on a real PostgreSQL: the one of DATABASE_URL, otherwise the embedded one.

The state of the tests (keys, files, embedded database) stands in var/test, apart from a demo's.
"""

import gc
import os
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

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

from django.conf import settings as site  # noqa: E402 -- after the environment stands
from django.db import connection  # noqa: E402 -- likewise
from django.test import TransactionTestCase  # noqa: E402 -- likewise

from tests import databases, season  # noqa: E402 -- likewise

# What grows is named by its row, and each process of a run has rows of its own: two files would grow in one.
site.UPLOADS = HOME / "uploads" / os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: object) -> None:
    """Let each process of a run copy its database from one whose tables were made once."""
    with django_db_blocker.unblock(), databases.built_once(HOME, "empty", databases.migrate) as empty:  # type: ignore[attr-defined]
        connection.settings_dict["TEST"]["TEMPLATE"] = empty


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Let what a test has committed be taken out again, down to what the migrations have put in."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        kept = set(databases.filled())
    TransactionTestCase._fixture_teardown = lambda _case: databases.empty(set(databases.filled()) - kept)  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    """Let the gate see the tests."""
    config.pluginmanager.register(GATE, "coverage-gate")
    # whether a property holds is asked, not how fast the machine is just then
    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("house")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin without what an earlier run has built."""
    if not hasattr(session.config, "workerinput"):
        databases.forget(HOME)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave nothing on the server."""
    if not hasattr(session.config, "workerinput"):
        databases.clean(HOME)


def pytest_collection_finish() -> None:
    """Spare what is loaded for good the search for garbage: it would go through all of it thousands of times."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long stories in the browser: begun last, one of them would keep the other cores waiting."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    """Let tests sign in as staff without an authenticator; the tests of the guard switch it on again."""
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


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
