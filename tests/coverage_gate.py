"""The pure heart is tested wholly: `core` has every line and every branch run by tests that need no database.

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
WATCHED = ROOT / "src" / "zhiping" / "core"
PURE = (ROOT / "tests" / "core", ROOT / "tests" / "definitions", ROOT / "tests" / "permissions" / "test_table.py")
WHOLE = 100.0


class Gate:
    """One process's share of the measure; the process that began the run adds them up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = ""
        self.measure = self._coverage()
        self.measure.start()

    def _coverage(self) -> coverage.Coverage:
        made = coverage.Coverage(
            data_file=str(self.folder / "data"),
            data_suffix=True,
            branch=True,
            source=[str(WATCHED)],
            config_file=False,
        )
        made.exclude("if TYPE_CHECKING:")
        return made

    def pytest_collection_finish(self) -> None:
        """Watch no more once everything is loaded."""
        self.measure.stop()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch the tests of the heart."""
        if not any(item.path.is_relative_to(place) for place in PURE):
            return (yield)
        self.measure.start()
        try:
            return (yield)
        finally:
            self.measure.stop()

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Forget what an earlier run has measured."""
        if not hasattr(session.config, "workerinput"):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Keep this process's share; at the end of a whole run fail it unless the heart was covered."""
        self.measure.stop()
        self.measure.save()
        if not hasattr(session.config, "workerinput") and _is_whole(session.config) and session.exitstatus == 0:
            self.told = self.verdict()
            if self.told:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was not covered."""
        if self.told:
            terminalreporter.section("not run by the tests of the heart", red=True)
            terminalreporter.write(self.told)

    def verdict(self) -> str:
        """Add the shares up and return what no test has run, module by module; empty when all was."""
        total, told = self._coverage(), io.StringIO()
        total.combine([str(self.folder)])
        covered = total.report(show_missing=True, skip_covered=True, file=told)
        return "" if covered == WHOLE else told.getvalue()


def _is_whole(config: pytest.Config) -> bool:
    """Tell whether everything is run, not a part that somebody asked for."""
    asked = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("lf", default=False)
    return not asked and config.args == config.getini("testpaths")
