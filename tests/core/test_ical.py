"""Calendar files as calendar programs want them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from zhiping.core.ical import Entry, calendar

MADE = datetime(2022, 4, 1, 0, 0, tzinfo=UTC)


def test_a_closing_is_a_moment_and_a_stage_is_its_days_the_last_one_too() -> None:
    closing = Entry("apply-closes@x", "申报截止", datetime(2020, 7, 12, 14, tzinfo=UTC), address="https://x/e/")
    stage = Entry("apply@x", "成果申报", date(2020, 7, 1), date(2020, 7, 12))

    assert calendar("活动", [closing, stage], made_at=MADE).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//zhiping//calendar//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:活动",
        "BEGIN:VEVENT",
        "UID:apply-closes@x",
        "DTSTAMP:20220401T000000Z",
        "DTSTART:20200712T140000Z",
        "SUMMARY:申报截止",
        "URL:https://x/e/",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:apply@x",
        "DTSTAMP:20220401T000000Z",
        "DTSTART;VALUE=DATE:20200701",
        "DTEND;VALUE=DATE:20200713",
        "SUMMARY:成果申报",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_signs_of_the_format_in_a_text_are_text_and_a_visit_has_its_end() -> None:
    begins, ends = datetime(2022, 5, 1, 1, tzinfo=UTC), datetime(2022, 5, 1, 3, tzinfo=UTC)
    text = calendar("甲,乙;丙", [Entry("1", "a\\b", begins, ends, text="一\n二")], made_at=MADE)

    assert "X-WR-CALNAME:甲\\,乙\\;丙\r\n" in text
    assert "SUMMARY:a\\\\b\r\n" in text
    assert "DESCRIPTION:一\\n二\r\n" in text
    assert "DTEND:20220501T030000Z\r\n" in text


def test_a_long_line_is_folded_between_characters() -> None:
    title = "提高差压变送器一次校验合格率" * 5
    lines = calendar("x", [Entry("1", title, MADE)], made_at=MADE).split("\r\n")

    assert max(len(line.encode()) for line in lines) <= 75
    assert title in "".join(line[1:] if line.startswith(" ") else f"\n{line}" for line in lines)
