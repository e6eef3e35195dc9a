"""The timeline of a case, whose turn a reminder is, and how the facts of a refusal are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.editions import shipped
from zhiping.core.definition.lifecycle import graph_of
from zhiping.core.definition.schema import Definition
from zhiping.journey import rules
from zhiping.journey.rules import Step, Window

QC = shipped("qc-circle/2022")
AT = datetime(2022, 6, 8, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def _steps(
    state: str,
    *entered: tuple[str, datetime],
    windows: dict[str, Window] | None = None,
    definition: Definition = QC,
) -> dict[str, Step]:
    found = rules.steps(definition, graph_of(definition), state, windows or {}, entered)
    return {step.stage_id: step for step in found}


def _statuses(state: str, *entered: tuple[str, datetime]) -> str:
    """The first letters of done, now and todo, stage after stage."""
    return "".join(step.status[0] for step in _steps(state, *entered).values())


def test_each_state_has_its_place_on_the_way() -> None:
    order = [stage.id for stage in QC.stages]
    apply, screening = order.index("apply"), order.index("screening")

    assert _statuses("draft") == "d" * apply + "n" + "t" * (len(order) - apply - 1)
    assert _statuses("screening") == "d" * screening + "n" + "t" * (len(order) - screening - 1)
    assert _statuses("screening.supplement") == _statuses("screening")
    assert _statuses("published") == "d" * len(order)


def test_of_a_case_that_ended_only_what_it_passed_is_done() -> None:
    passed = [step.stage_id for step in _steps("withdrawn", ("recommend", AT)).values() if step.status == "done"]

    assert passed == ["apply", "recommend"]
    assert set(_statuses("withdrawn", ("recommend", AT))) == {"d", "t"}
    assert set(_statuses("withdrawn")) == {"t"}


def test_the_application_tells_when_it_was_handed_in_and_a_stage_when_it_was_last_reached() -> None:
    steps = _steps(
        "screening",
        ("recommend", AT),
        ("screening", AT + DAY),
        ("screening.supplement", AT + 2 * DAY),
    )

    assert (steps["apply"].entered_at, steps["recommend"].entered_at) == (AT, AT)
    assert (steps["screening"].entered_at, steps["desk"].entered_at) == (AT + 2 * DAY, None)
    assert _steps("draft")["apply"].entered_at is None


def test_an_edition_without_an_application_stage_has_no_place_for_a_draft() -> None:
    bare = QC.model_copy(update={"stages": tuple(stage for stage in QC.stages if stage.kind != "application")})

    assert {step.status for step in _steps("draft", definition=bare).values()} == {"todo"}


def test_a_stage_shows_the_notices_words_and_an_end_that_the_office_set_as_set() -> None:
    stage = QC.stage("apply")
    assert stage.closes is not None
    notice = {"apply": (AT - 90 * DAY, stage.closes.latest)}
    later = {"apply": (AT - 90 * DAY, AT)}

    as_noticed, as_set, unset = (_steps("draft", windows=windows)["apply"] for windows in (notice, later, {}))

    assert (as_noticed.notice_text, as_noticed.notice_text_en) == (stage.closes.text, stage.closes.text_en)
    assert (as_noticed.opens_at, as_noticed.closes_at) == notice["apply"]
    assert [step.is_set for step in (as_noticed, as_set, unset)] == [False, True, False]


def test_a_stage_that_no_notice_dates_says_nothing_and_any_end_of_it_was_set() -> None:
    undated = QC.stage("apply").model_copy(update={"opens": None, "closes": None, "label_en": ""})
    bare = QC.model_copy(update={"stages": (undated,)})

    step = _steps("draft", windows={"apply": (None, AT)}, definition=bare)["apply"]

    assert (step.notice_text, step.notice_text_en, step.is_set) == ("", "", True)
    assert step.label_en == undated.label


SPANS = [7 * DAY, 3 * DAY, 1 * DAY]


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (7 * DAY + timedelta(microseconds=1), None),
        (7 * DAY, 7 * DAY),
        (3 * DAY, 3 * DAY),
        (timedelta(hours=1), 1 * DAY),  # who was down for days sends one reminder, not three
        (timedelta(), None),
        (-DAY, None),
    ],
)
def test_one_reminder_has_its_turn_until_the_end_is_reached(before: timedelta, due: timedelta | None) -> None:
    assert rules.reminder_due(AT, AT - before, SPANS) == due


def test_the_facts_of_a_refusal_are_kept_as_json_and_read_back() -> None:
    facts = {"closes_at": AT, "maximum": Decimal("100.00"), "count": 2, "share": 0.5, "label": "甲", "day": AT.date()}

    kept = rules.plain(facts)

    assert kept == {
        "closes_at": {"instant": "2022-06-08T04:00:00+00:00"},
        "maximum": "100",
        "count": 2,
        "share": 0.5,
        "label": "甲",
        "day": "2022-06-08",
    }
    assert rules.restored(kept) == {**kept, "closes_at": AT}
