"""The import contracts hold, and can fail: the linter itself is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.river import ROOT, heights


def test_every_import_contract_is_kept() -> None:
    linter = Path(sys.executable).parent / "lint-imports"

    answer = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stdout[-400:] if answer.returncode else "") == (0, "")


def test_the_river_names_the_stages_in_the_order_of_the_journey() -> None:
    height = heights()

    journey = ["decision", "review", "screening", "recommendation", "applications", "accounts", "core"]

    assert sorted(journey, key=height.__getitem__, reverse=True) == journey
