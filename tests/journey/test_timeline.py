"""Where a case is on its way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition
from zhiping.applications.models import Application
from zhiping.journey.queries import timeline
from zhiping.programmes.models import StageWindow

pytestmark = pytest.mark.django_db


def _by_status(state: str, key: str = "qc-circle/2022") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"done": [], "now": [], "todo": []}
    for step in timeline(make_case(make_edition(key), state)):
        found[step.status].append(step.stage_id)
    return found


def test_a_draft_stands_in_the_application_stage() -> None:
    assert _by_status("draft")["now"] == ["apply"]


def test_a_case_in_desk_review_has_passed_screening_and_not_yet_the_panel() -> None:
    found = _by_status("desk")

    assert (found["done"][-1], found["now"], found["todo"][0]) == ("screening", ["desk"], "panel")


def test_a_case_waiting_for_a_supplement_stands_in_screening() -> None:
    assert _by_status("screening.supplement")["now"] == ["screening"]


def test_a_published_case_has_everything_behind_it() -> None:
    found = _by_status("published")

    assert (found["now"], found["todo"]) == ([], [])


def test_a_withdrawn_case_stands_nowhere() -> None:
    found = _by_status("withdrawn")

    assert found["now"] == []


def test_a_case_that_was_withdrawn_after_it_was_handed_in_has_the_application_behind_it() -> None:
    case = make_case(make_edition(), "recommend")
    Application.objects.filter(pk=case.pk).update(state="withdrawn")

    steps = timeline(Application.objects.get())

    assert [(s.stage_id, s.entered_at) for s in steps if s.status == "done"] == [("apply", AT), ("recommend", AT)]


def test_the_timeline_tells_when_the_case_came_into_a_stage() -> None:
    steps = {s.stage_id: s for s in timeline(make_case(make_edition(), "desk"))}

    assert (steps["screening"].entered_at, steps["panel"].entered_at) == (AT, None)


def test_the_application_tells_when_it_was_handed_in() -> None:
    edition = make_edition()

    handed_in, draft = (timeline(make_case(edition, state)) for state in ("recommend", "draft"))

    entered = [{s.stage_id: s.entered_at for s in steps}["apply"] for steps in (handed_in, draft)]
    assert entered == [AT, None]


def test_a_stage_whose_end_the_office_set_shows_that_end_and_not_the_notices() -> None:
    edition = make_edition()
    case = make_case(edition, "recommend")
    until = datetime(2022, 8, 1, 14, 0, tzinfo=UTC)
    before = {s.stage_id: s.is_set for s in timeline(case)}

    for stage in ("screening", "notice"):
        StageWindow.objects.update_or_create(edition=edition, stage_id=stage, defaults={"closes_at": until})

    after = {s.stage_id: s.closes_at for s in timeline(Application.objects.get()) if s.is_set}
    assert set(before.values()) == {False}
    assert after == {"screening": until, "notice": until}
