"""The rules of one year, carried to another year: other dates, the same clauses."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core.definition.checks import check
from zhiping.core.definition.loader import freeze, load, load_all
from zhiping.core.definition.rebase import rebase
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.validation import validate

DEFINITIONS = Path(__file__).parents[3] / "definitions"
EVERY = load_all(DEFINITIONS)
QC = load(DEFINITIONS / "qc-circle" / "2022")


def carried(definition: Definition, year: int = 2026, days: int = 1461) -> Definition:
    return rebase(definition, year=year, days=days, document="演示", document_en="Demo")


@pytest.mark.parametrize("definition", EVERY, ids=lambda d: d.key)
def test_every_shipped_year_can_be_carried_on_without_a_fault(definition: Definition) -> None:
    found = validate(json.loads(freeze(carried(definition))[0]), complete=True)
    assert found.problems == []
    assert found.definition is not None
    assert list(check(found.definition, known=found.ids, whole=True)) == []


def test_titles_and_labels_name_the_new_year() -> None:
    later = carried(QC)
    assert (later.key, later.title, later.title_en) == (
        "qc-circle/2026",
        "2026年上海市质量管理小组活动",
        "Shanghai Quality Control Circle Activity 2026",
    )
    assert later.route.preconditions[0].label == "2026年开展质量管理小组活动成果推进工作总结"


def test_what_the_new_year_rests_on_is_named_in_both_languages() -> None:
    later = carried(QC)
    assert (later.document, later.document_en, later.standard_en) == ("演示", "Demo", "T/CAQ 10201-2020")


def test_a_number_that_counts_characters_is_no_year() -> None:
    before = load(DEFINITIONS / "excellence" / "2024")
    later = carried(before)
    hints = [
        next(f.hint for f in form.fields() if f.id == "overview")
        for form in (before.form_for({"category": "model"}), later.form_for({"category": "model"}))
    ]
    assert hints[0].startswith("2000字以内。")
    assert hints[1] == hints[0]


def test_a_programme_of_two_years_keeps_its_length() -> None:
    later = carried(load(DEFINITIONS / "performance-excellence" / "2018"))
    assert later.title == "2026-2027年推进上海市企业实施卓越绩效管理模式工作"


def test_cited_documents_clauses_and_standards_stay() -> None:
    later = carried(QC)
    assert (later.documents, later.standard, later.document) == (QC.documents, QC.standard, "演示")
    assert [stage.source for stage in later.stages] == [stage.source for stage in QC.stages]


def test_an_exact_closing_keeps_its_time_of_day() -> None:
    before = load(DEFINITIONS / "qc-circle" / "2020")
    closing = carried(before, 2025, 1826).stage("apply").closes
    assert closing is not None
    assert (closing.at, closing.text) == ("2025-07-12T22:00", "2025年7月12日22:00")


def test_coarse_times_become_the_first_day_to_open_and_the_last_day_to_close() -> None:
    apply = carried(QC).stage("apply")  # 4月下旬 … 5月上旬
    assert (apply.opens and apply.opens.at, apply.closes and apply.closes.at) == ("2026-04-21", "2026-05-10")
    forward = carried(QC).forwarding[0].by
    assert forward is not None
    assert forward.text == "2026年7月31日前"


@given(st.sampled_from(EVERY), st.integers(-2000, 4000))
def test_every_window_moves_as_a_whole(definition: Definition, days: int) -> None:
    moved = carried(definition, 2040, days)
    by = timedelta(days=days)
    for before, after in zip(definition.stages, moved.stages, strict=True):
        assert after.window() == tuple(at and at + by for at in before.window())
