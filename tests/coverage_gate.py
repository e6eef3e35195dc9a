"""The pure heart is tested wholly: `core` and every stage's rules have each line and branch run by tests without a database.

Only those tests are measured, because measuring slows what it watches; the modules are watched while they load.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "zhiping"
WATCHED = ("core/**/*.py", "*/rules.py", "*/rules/**/*.py")
"""What is watched, below the source: the heart, and a stage's rules whether they are a module or several."""
DATABASE = frozenset({"django_db_setup", "live_server"})
"""The fixtures through which pytest-django, and whatever is built on it, comes to a database."""
WHOLE = 100.0


class Gate:
    """One process's share of the measure; the process that began the run adds them up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = ""
        self.is_measuring = False
        self.watched = sorted(str(path) for pattern in WATCHED for path in SOURCE.glob(pattern))
        self.measure = self._coverage()
        self._watch(True)

    def _coverage(self) -> coverage.Coverage:
        made = coverage.Coverage(
            data_file=str(self.folder / "data"),
            data_suffix=True,
            branch=True,
            include=self.watched,
            config_file=False,
        )
        made.exclude("if TYPE_CHECKING:")
        return made

    def _watch(self, wanted: bool) -> None:
        """Begin or end measuring; from one test without a database to the next it goes on."""
        if wanted is not self.is_measuring:
            self.is_measuring = wanted
            (self.measure.start if wanted else self.measure.stop)()

    def pytest_collection_finish(self) -> None:
        """Watch no more once everything is loaded."""
        self._watch(False)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch the tests that use no database."""
        self._watch(not uses_database(item))
        return (yield)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Forget what an earlier run has measured."""
        if not hasattr(session.config, "workerinput"):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Keep this process's share; at the end of a whole run fail it unless the heart was covered."""
        self._watch(False)
        self.measure.save()
        if not hasattr(session.config, "workerinput") and _is_whole(session.config) and session.exitstatus == 0:
            self.told = self.verdict()
            if self.told:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was not covered."""
        if self.told:
            terminalreporter.section("not run by the tests without a database", red=True)
            terminalreporter.write(self.told)

    def verdict(self) -> str:
        """Add the shares up and return what no test has run, module by module; empty when all was.

        A module that nothing loads counts as not run.
        """
        total, told = self._coverage(), io.StringIO()
        total.combine([str(self.folder)])
        covered = total.report(self.watched, show_missing=True, skip_covered=True, file=told)
        return "" if covered == WHOLE else told.getvalue()


def uses_database(item: pytest.Item) -> bool:
    """Tell whether a test comes to a database: by its mark, or by a fixture, however far behind its own."""
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def _is_whole(config: pytest.Config) -> bool:
    """Tell whether everything is run, not a part that somebody asked for."""
    asked = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("lf", default=False)
    return not asked and config.args == config.getini("testpaths")
