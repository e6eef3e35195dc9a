"""Texts of messages are complete, typed and safe."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhiping.core.definition.messages import MessageText
from zhiping.messages.rules.templates import Letter, Template, check, faults, render, worded
from zhiping.messages.rules.texts import TEXTS

CLOSES = Template(
    subject="{title} 将于{closes_at}截止",
    body="请在{closes_at}前提交。",
    subject_en="{title} closes on {closes_at}",
    body_en="Please submit before {closes_at}.",
    facts={"title": str, "closes_at": datetime},
)
AT = datetime(2020, 7, 12, 14, 0, tzinfo=UTC)


def test_every_shipped_text_uses_exactly_the_facts_it_declares() -> None:
    assert list(faults(TEXTS)) == []


def test_english_that_an_edition_does_not_word_stays_the_houses() -> None:
    own = MessageText(
        subject="本年度：{title}", body="请在{closes_at}前寄出。", body_en="Post before {closes_at}.", source="三.1"
    )

    made = [render(worded(CLOSES, own), {"title": "甲", "closes_at": AT}, language) for language in ("zh-hans", "en")]

    assert made == [
        Letter("本年度：甲", "请在2020年7月12日 22:00前寄出。"),
        Letter("甲 closes on 2020-07-12 22:00 (Beijing time)", "Post before 2020-07-12 22:00 (Beijing time)."),
    ]


def test_a_text_with_an_undeclared_placeholder_is_found() -> None:
    broken = Template("{who}", "b", "s", "", facts={"when": str})

    assert list(faults({"x.y": broken})) == ["x.y: when", "x.y: who", "x.y: empty text"]


def test_a_message_is_made_out_in_the_readers_language_and_shanghai_time() -> None:
    facts = {"title": "提高一次合格率", "closes_at": AT}

    assert render(CLOSES, facts, "zh-hans").subject == "提高一次合格率 将于2020年7月12日 22:00截止"
    assert render(CLOSES, facts, "en").body == "Please submit before 2020-07-12 22:00 (Beijing time)."


def test_seconds_are_shown_only_where_they_matter() -> None:
    facts = {"title": "甲", "closes_at": AT.replace(second=7)}

    assert render(CLOSES, facts, "zh-hans").body == "请在2020年7月12日 22:00:07前提交。"


def test_an_end_at_midnight_is_said_as_24_00_of_the_day_before() -> None:
    midnight = AT.replace(hour=16, minute=0, second=0)
    paper = Template(
        "{at}", "{at} 收到，{due_at} 前", "s", "b {at} {due_at}", facts={"at": datetime, "due_at": datetime}
    )

    said = render(paper, {"at": midnight, "due_at": midnight}, "zh-hans").body
    assert said == "2020年7月13日 00:00 收到，2020年7月12日 24:00 前"


def test_a_civil_date_is_shown_as_it_is() -> None:
    notice = Template("{ends_on}", "公示至{ends_on}", "s", "Until {ends_on}", facts={"ends_on": date})

    assert render(notice, {"ends_on": date(2024, 9, 3)}, "zh-hans").body == "公示至2024年9月3日"
    assert render(notice, {"ends_on": date(2024, 9, 3)}, "en").body == "Until 2024-09-03"


def test_a_title_with_line_breaks_cannot_write_mail_headers() -> None:
    facts = {"title": "甲\r\nBcc: all@example.org\u2028乙", "closes_at": AT}

    assert render(CLOSES, facts, "en").subject == "甲 Bcc: all@example.org 乙 closes on 2020-07-12 22:00 (Beijing time)"


def test_braces_in_a_fact_stay_braces() -> None:
    facts = {"title": "{closes_at.__class__}", "closes_at": AT}

    assert render(CLOSES, facts, "en").subject.startswith("{closes_at.__class__} closes")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": "甲"}, "facts missing: ['closes_at'], unknown: []"),
        ({"title": "甲", "closes_at": AT, "score": 9}, "facts missing: [], unknown: ['score']"),
        ({"title": 3, "closes_at": AT}, "facts of another type: ['title']"),
        ({"title": "甲", "closes_at": AT.replace(tzinfo=None)}, "facts of another type: ['closes_at']"),
    ],
)
def test_facts_that_are_not_the_templates_are_refused(facts: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=r"facts") as refusal:
        check(CLOSES, facts)

    assert str(refusal.value) == said


def test_an_instant_is_no_civil_date() -> None:
    with pytest.raises(ValueError, match="another type"):
        check(Template("{d}", "b", "s", "b", facts={"d": date}), {"d": AT})


def test_facts_that_are_exactly_the_templates_pass() -> None:
    check(CLOSES, {"title": "甲", "closes_at": AT})


def test_without_words_of_the_edition_the_houses_own_stand() -> None:
    assert worded(CLOSES, None) is CLOSES
