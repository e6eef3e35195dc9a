"""Slow libraries are imported when they are used, not when a page is shown."""

from __future__ import annotations

import ast
import subprocess
import sys

from zhiping.core.later import Later


def test_a_name_of_the_module_is_the_modules_own() -> None:
    import decimal  # noqa: PLC0415 -- compared with below

    assert Later("decimal").Decimal is decimal.Decimal


def test_reading_the_rules_of_scoring_and_assigning_imports_no_numerics() -> None:
    asked = "import sys, zhiping.core.assignment.solve, zhiping.core.scoring.severity; print(sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert {"numpy", "scipy"}.isdisjoint(ast.literal_eval(told.stdout))
