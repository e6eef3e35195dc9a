"""Every YAML case beside a shipped definition is a test of its own."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.core.definition.planting import SHIPPED
from zhiping.core.definition import cases, loader
from zhiping.core.definition.schema import Definition

DEFINITIONS: dict[str, Definition] = {d.key: d for d in loader.load_all(SHIPPED)}
READ = [(key, *cases.read_cases(SHIPPED / key)) for key in DEFINITIONS]
CASES = [(key, case) for key, found, _ in READ for case in found]


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key}: {case.name}" for key, case in CASES])
def test_the_case_holds(key: str, case: cases.Case) -> None:
    assert cases.run(DEFINITIONS[key], case) == []


def test_every_case_file_is_written_rightly() -> None:
    assert [str(fault) for _, _, faults in READ for fault in faults] == []


def test_every_real_edition_has_at_least_eight_cases() -> None:
    counts = Counter(key for key, _ in CASES)

    assert {key: counts[key] for key, d in DEFINITIONS.items() if d.enabled and counts[key] < 8} == {}


def test_no_two_cases_of_an_edition_have_one_name() -> None:
    names = Counter((key, case.name) for key, case in CASES)

    assert [name for name, times in names.items() if times > 1] == []
