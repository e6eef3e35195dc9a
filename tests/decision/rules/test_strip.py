"""Where an edition stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.factories.editions import shipped
from zhiping.decision.rules import strip

QC = shipped("qc-circle/2022")
WINDOWS = {stage.id: stage.window() for stage in QC.stages}
DAY = timedelta(days=1)
OPENED = datetime(2022, 8, 1, tzinfo=UTC)
NOTICE = (OPENED, OPENED + 7 * DAY)


def letters(at: datetime, **facts: object) -> str:
    found = strip.strip(QC, WINDOWS, at, **facts)  # type: ignore[arg-type]
    return "".join(segment.standing[0] for segment in found)


def test_before_the_first_window_everything_is_to_come() -> None:
    assert letters(datetime(2022, 1, 1, tzinfo=UTC)) == "tttttttt"


def test_in_early_may_sign_up_is_done_and_application_and_recommendation_run() -> None:
    assert letters(datetime(2022, 5, 5, tzinfo=UTC)) == "dnnttttt"


def test_an_opened_notice_outweighs_the_calendar() -> None:
    assert letters(OPENED + DAY, notice=NOTICE) == "ddddddnt"


def test_after_the_notice_the_list_waits_for_publication() -> None:
    assert letters(OPENED + 8 * DAY, notice=NOTICE) == "dddddddn"


def test_once_released_everything_is_done() -> None:
    assert letters(OPENED + 9 * DAY, notice=NOTICE, released_at=OPENED + 9 * DAY) == "dddddddd"


def test_the_current_segment_is_the_one_that_closes_first() -> None:
    found = strip.current(strip.strip(QC, WINDOWS, datetime(2022, 5, 5, tzinfo=UTC)))

    assert found is not None
    assert (found.kind, found.closes_at) == ("application", datetime(2022, 5, 10, 16, tzinfo=UTC))


def test_nothing_runs_before_the_beginning() -> None:
    assert strip.current(strip.strip(QC, {}, OPENED)) is None


def test_a_window_without_end_counts_as_running_after_those_with_one() -> None:
    windows = {"apply": (OPENED, None), "recommend": (OPENED, OPENED + DAY)}

    found = strip.current(strip.strip(QC, windows, OPENED))

    assert found is not None
    assert found.kind == "recommendation"


def test_a_kind_the_edition_lacks_has_no_segment() -> None:
    found = strip.strip(QC.model_copy(update={"stages": (QC.stage("publish"),)}), {}, OPENED)

    assert [segment.kind for segment in found] == ["publication"]
