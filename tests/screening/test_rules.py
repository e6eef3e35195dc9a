"""What the machine can tell by itself, rule by rule."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.core.quota import Limit, QuotaAnswer
from zhiping.screening import rules

NOON = datetime(2022, 6, 8, 4, tzinfo=UTC)
LIMIT = Limit("two_per_unit", 2, ("organisation",), "三.2")


def _held(size: int = 1024, pages: int | None = 3, most: int | None = 30) -> rules.Held:
    return rules.Held("成果报告", "报告.pdf", size, pages, 20 * 1024**2, most)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (_held(), []),
        (_held(size=20 * 1024**2), []),
        (_held(size=20 * 1024**2 + 1), ["“成果报告”中的 报告.pdf 超过 20 MB。"]),
        (_held(pages=30), []),
        (_held(pages=31), ["“成果报告”中的 报告.pdf 有 31 页，超过 30 页。"]),
        (_held(pages=None), []),
        (_held(pages=999, most=None), []),
    ],
)
def test_a_file_is_over_its_limit_from_the_first_byte_and_page_too_many(held: rules.Held, said: list[str]) -> None:
    assert rules.over_limits([held]) == said


def test_a_unit_is_named_as_in_the_register_whatever_width_and_spaces() -> None:
    written = {"单位": "申 城（上海）轨道有限公司", "盖章单位": "申城轨道公司"}

    said = rules.name_differs(written, "申城(上海)轨道有限公司")

    assert said == ["“盖章单位”填写为“申城轨道公司”，与登记名称“申城(上海)轨道有限公司”不一致。"]


def test_a_day_after_the_submission_is_found() -> None:
    dates = {"活动结束": date(2022, 5, 1), "获奖时间": date(2022, 4, 30)}

    assert rules.dates_ahead(dates, date(2022, 4, 30)) == ["“活动结束”为 2022-05-01，晚于提交日期 2022-04-30。"]


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (("started_on", date(2022, 3, 1)), ("finished_on", date(2021, 12, 1)), 1),
        (("started_on", date(2022, 3, 1)), ("finished_on", date(2022, 3, 1)), 0),
        (("project_from", date(2022, 3, 1)), ("project_to", date(2021, 3, 1)), 1),
        (("project_from", date(2022, 3, 1)), ("finished_on", date(2021, 3, 1)), 0),
        (("awarded_in", date(2022, 3, 1)), ("finished_on", date(2021, 3, 1)), 0),
    ],
)
def test_an_end_before_its_own_begin_is_found(begin: tuple[str, date], end: tuple[str, date], said: int) -> None:
    found = rules.ends_before_it_begins([rules.Dated(begin[0], "开始", begin[1]), rules.Dated(end[0], "结束", end[1])])

    assert found == ["“结束”（2021-12）早于“开始”（2022-03）。".replace("2021-12", f"{end[1]:%Y-%m}")] * said


def test_thirty_characters_are_a_title_and_thirty_one_too_many() -> None:
    assert rules.title_too_long("质" * 30) == []
    assert rules.title_too_long("质" * 31) == ["成果名称有 31 字，超过 30 字。"]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("提高飞翼电梯一次交验合格率", ["成果名称中出现了单位名称“飞翼电梯”，建议去掉。"]),
        ("飞翼电梯有限公司的质量之路", ["成果名称中出现了单位名称“飞翼电梯有限公司”，建议去掉。"]),
        ("提高电梯一次交验合格率", []),
        ("申飞的故事", []),
    ],
)
def test_a_title_that_names_its_unit_gets_advice_a_short_word_does_not_count(title: str, said: list[str]) -> None:
    assert rules.names_in_title(title, ["飞翼电梯有限公司", "申飞"]) == said


def test_an_opinion_on_another_content_is_outdated() -> None:
    assert rules.outdated_opinion(given_on="a", content="a", number=1) == []
    assert rules.outdated_opinion(given_on="a", content="b", number=1) == [
        "本单位意见是针对第 1 版出具的，材料之后有改动。"
    ]


def test_a_quota_is_named_with_its_clause_only_when_it_is_exceeded() -> None:
    answers = [QuotaAnswer(LIMIT, 1, 2, exceeded=False), QuotaAnswer(LIMIT, 2, 2, exceeded=True)]

    assert rules.over_quota(answers) == ["超过名额：三.2，最多 2 个，已有 2 个。"]


def test_a_supplement_names_something_and_a_later_instant() -> None:
    rules.check_supplement([1], due_at=NOON.replace(hour=5), at=NOON)
    with pytest.raises(RuleViolation, match="supplement.without_items"):
        rules.check_supplement([], due_at=NOON.replace(hour=5), at=NOON)
    with pytest.raises(RuleViolation, match="supplement.due_in_past"):
        rules.check_supplement([1], due_at=NOON, at=NOON)


def test_an_answer_leaves_nothing_out() -> None:
    rules.check_answers([1, 2], {1: "已补", 2: "已补"})
    with pytest.raises(RuleViolation) as refused:
        rules.check_answers([1, 2, 3], {1: "已补", 2: " "})

    assert refused.value.facts == {"count": 2}


def test_a_finding_has_words_and_the_check_happens_in_the_check() -> None:
    rules.check_text("缺页")
    rules.check_open("screening")
    with pytest.raises(RuleViolation, match="reason.missing"):
        rules.check_text(" \n")
    with pytest.raises(RuleViolation, match="screening.not_here"):
        rules.check_open("supplement")


@pytest.mark.parametrize(
    ("title", "other", "share"),
    [
        ("降低废品率", "降低 废品率", 1.0),
        ("降低废品率", "减少废品率", 0.5),
        ("降低废品率", "缩短换模时间", 0.0),
        ("降低废品率", "", 0.0),
        ("甲", "甲", 0.0),  # too short to tell
    ],
)
def test_titles_are_alike_by_the_pairs_of_characters_they_share(title: str, other: str, share: float) -> None:
    assert rules.alike(title, other) == share


def test_a_title_is_measured_by_the_limit_of_its_form() -> None:
    assert rules.title_too_long("降低废品率", 4) == ["成果名称有 5 字，超过 4 字。"]
    assert rules.title_too_long("降低废品率") == []


@pytest.mark.parametrize(
    ("code_read", "sealed", "unseen"),
    [(True, True, ""), (False, True, "识别码"), (True, False, "红色印章"), (False, False, "识别码和红色印章")],
)
def test_a_sheet_that_a_person_vouched_for_is_looked_at(code_read: bool, sealed: bool, unseen: str) -> None:
    said = [f"本单位盖章页上没有读出{unseen}，上传人已确认，请核对盖章页。"] if unseen else []

    assert rules.doubtful_sheet(code_read=code_read, sealed=sealed) == said


def test_an_electronic_seal_of_somebody_else_is_looked_at_and_the_units_own_is_not() -> None:
    assert rules.strange_signer("浦江精密仪表有限公司", known=True) == []
    assert rules.strange_signer("沪东贸易公司", known=False) == [
        "本单位盖章页的电子签章人为“沪东贸易公司”，与登记的单位名称（含曾用名、别名）不符，请核对是不是本单位的签章。"
    ]


def test_a_file_answers_where_words_are_missing() -> None:
    rules.check_answers([1, 2], {1: "已补"}, files={2})
