"""The runner of YAML cases, the strict reading of YAML, the summary for people and the two commands."""

from __future__ import annotations

import typing
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from tests.core.definition.planting import QC, SHIPPED, plant, shipped

from zhiping.config import cli
from zhiping.core.definition import cases, loader, meanings, remedies, vocabulary, yamlfile
from zhiping.core.definition.describe import describe
from zhiping.core.definition.faults import Fault, closest
from zhiping.core.definition.outcome import Reminders

PLAIN = "- name: 一\n  when: {walk: {events: [submit]}}\n  then: {state: recommend}\n"
WRITING = [
    (PLAIN, []),
    ("name: 一\n", [(1, "(整个文件)", "应是一个列表")]),
    ("- [\n", [(2, "(整个文件)", "括号")]),
    ("- name: 一\n", [(1, "[0]", "须有 name、when、then")]),
    ("- 一\n", [(1, "[0]", "须有 name、when、then")]),
    (PLAIN + "  whne: {}\n", [(1, "[0].whne", "是否想写“when”?")]),
    (PLAIN.replace("{walk: {events: [submit]}}", "{}"), [(1, "[0].when", "只写一个动作")]),
    (PLAIN.replace("walk", "wlak"), [(1, "[0].when.wlak", "是否想写“walk”?")]),
    (PLAIN.replace("{state: recommend}", "{}"), [(1, "[0].then", "期望的结果")]),
    (PLAIN.replace("state: recommend", "state: screening"), [(1, "[0]", "“state”应为 screening,实为 recommend")]),
    (PLAIN.replace("state: recommend", "refused: x"), [(1, "[0]", "“refused”应为 x,实为 (没有)")]),
    (PLAIN.replace("submit", "publish").replace("state: recommend", "state: draft"), [(1, "[0]", "没有料到“refused”:move_not_in_graph")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRITING)
def test_a_case_that_is_wrong_or_does_not_hold_is_named(
    text: str, expected: list[tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "cases").mkdir()
    file = tmp_path / "cases/one.yaml"
    file.write_text(text, "utf-8")

    faults = cases.examine(tmp_path, shipped(QC))

    assert [(f.file, f.line, f.path) for f in faults] == [(str(file), line, path) for line, path, _ in expected]
    assert all(said in fault.message for fault, (_, _, said) in zip(faults, expected, strict=True))


UNASKABLE = [
    (QC, "window", {"stage": "nowhere"}),
    (QC, "window", {"stage": "apply", "at": "soon"}),
    (QC, "window", {"stage": "apply", "at": "later"}),
    (QC, "card", {"round": "panel"}),
    (QC, "card", {"round": "nowhere"}),
    ("excellence/2024", "level", {"applications": 3}),
    ("excellence/2024", "message", {"event": "screening.past"}),
    ("excellence/2024", "fill", {"dimensions": {"category": "none"}}),
]


@pytest.mark.parametrize(("key", "act", "details"), UNASKABLE)
def test_a_case_that_asks_for_what_is_not_there_fails(key: str, act: str, details: dict[str, Any]) -> None:
    case = cases.Case("f", 1, 0, "一", {}, act, details, {"x": 1})

    assert [difference.partition(":")[0] for difference in cases.run(shipped(key), case)] == ["案例写法不对"]


def asked(key: str, act: str, details: dict[str, Any], given: dict[str, Any] | None = None, **then: Any) -> list[str]:
    return cases.run(shipped(key), cases.Case("f", 1, 0, "一", given or {}, act, details, then))


def test_a_card_for_no_category_is_none() -> None:
    assert asked(QC, "card", {"round": "desk"}, scorecard=None, total=0, points={}, source="") == []


def test_a_quota_that_only_warns_is_reported(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "quotas.yaml", "when_exceeded: refuse", "when_exceeded: warn")
    given = {"applications": [{"organisation": "甲"}, {"organisation": "甲"}]}
    case = cases.Case("f", 1, 0, "一", given, "submit", {"organisation": "甲"}, {"warned": "quota.two_per_unit"})

    assert cases.run(loader.load(planted.folder), case) == []


def test_a_stage_without_times_is_told_as_such() -> None:
    assert asked(QC, "window", {"stage": "publish"}, opens=None, closes=None) == []


def test_recommending_too_late_is_refused() -> None:
    late = {"organisation": "甲", "at": "2022-06-01"}

    assert asked(QC, "recommend", late, refused="window.closed", cites="二表4") == []


def test_notice_days_of_the_edition_count_when_the_stage_names_none() -> None:
    assert asked(QC, "notice", {"opens": "2022-10-21T09:00"}, days=7) == []


READINGS = [
    ("a: yes\nb: no\n", {"a": "yes", "b": "no"}),
    ("a: true\nb: ~\nc:\nd: null\n", {"a": True, "b": None, "c": None, "d": None}),
    ("a: 012\nb: 12\nc: -3\nd: 1.50\n", {"a": "012", "b": 12, "c": -3, "d": "1.50"}),
    ("a: 2022-04-01\nb: '12'\nc: \"true\"\n", {"a": "2022-04-01", "b": "12", "c": "true"}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "value"), READINGS)
def test_yaml_is_read_without_guessing(text: str, value: object) -> None:
    assert yamlfile.read_text(text, yamlfile.YamlFile("f")).value == value


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: b: c\n", 1, "多了一个冒号"),
        ("a: *b\n", 1, "请给文字加引号"),
        ("a: 1\n---\nb: 2\n", 2, "只能有一份文档"),
        ("a: 'b\n", 2, "引号"),
        ("a: \x01\n", 1, "控制符"),
        ("? [a, b]\n: 1\n", 1, "请把复杂的键"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "合并展开写"),
        ("a: !own 1\n", 1, "请删去标记"),
    ],
)
def test_yaml_that_surprises_is_refused(text: str, line: int, said: str) -> None:
    file = yamlfile.read_text(text, yamlfile.YamlFile("f"))

    assert [(fault.line, said in fault.message) for fault in file.faults] == [(line, True)]


def test_very_deep_yaml_is_refused() -> None:
    file = yamlfile.read_text("[" * 60 + "]" * 60, yamlfile.YamlFile("f"))

    assert ["展开写" in fault.message for fault in file.faults] == [True]


def test_large_and_foreign_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"#" * (yamlfile.MAX_BYTES + 1))
    (tmp_path / "foreign.yaml").write_bytes("标题".encode("gbk"))

    assert "1 MB" in yamlfile.read(tmp_path / "large.yaml").faults[0].message
    assert "UTF-8" in yamlfile.read(tmp_path / "foreign.yaml").faults[0].message


def test_a_file_must_hold_keys_and_each_entry_stand_once(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "extra.yaml", "", "- 一\n")
    (planted.folder / "scorecards/other.yaml").write_text("- 一\n", "utf-8")
    (planted.folder / "more.yaml").write_text("texts: {about: 又一份}\nforms: 无\n", "utf-8")

    assert [(Path(f.file).name, f.path) for f in planted.faults] == [
        ("extra.yaml", "(整个文件)"),
        ("outcome.yaml", "forms.outcome"),
        ("more.yaml", "forms"),
        ("other.yaml", "(整个文件)"),
        ("about.md", "texts.about"),
    ]


def words() -> list[type[StrEnum]]:
    found = [value for value in vars(vocabulary).values() if isinstance(value, type) and issubclass(value, StrEnum)]
    return [kind for kind in found if kind is not StrEnum]


@pytest.mark.parametrize("kind", words())
def test_every_word_has_a_meaning_in_both_languages(kind: type[StrEnum]) -> None:
    meant = meanings.GROUPS[kind][2]

    assert list(meant) == [str(word) for word in kind]
    assert all(meanings.label(word) and meanings.label_en(word) for word in kind)


def test_a_suggestion_names_the_nearest_word() -> None:
    assert closest("tema", ["team", "person"]) == "是否想写“team”?可写:team、person"
    assert closest("xyz", ["team"]) == "可写:team"
    assert closest("xyz", []) == "这里还没有可用的名称,请先定义"


@pytest.mark.parametrize(
    ("kind", "context", "said"),
    [
        ("decimal_type", {}, "应是数字,如 15 或 0.5"),
        ("less_than", {"lt": 5}, "请写小于 5 的数"),
        ("string_too_long", {}, "请对照 definitions/_vocabulary.md 改正"),
        ("too_short", {}, "请至少写一项"),
        ("literal_error", {}, "可写:evaluation、award"),
    ],
)
def test_every_error_has_a_remedy(kind: str, context: dict[str, Any], said: str) -> None:
    detail = {"type": kind, "ctx": context, "input": "x"}

    assert said in remedies.remedy(detail, ("wording",))


@pytest.mark.parametrize("key", [d.key for d in loader.load_all(SHIPPED)])
def test_a_definition_is_told_with_its_clauses(key: str) -> None:
    definition = shipped(key)

    told = describe(definition)

    assert told.startswith(f"{definition.title}({key})\n")
    assert all(stage.label in told for stage in definition.stages)
    assert all(rule.label in told for rule in definition.eligibility)
    assert "None" not in told


def test_the_summary_reads_like_the_notice() -> None:
    told = describe(shipped("excellence/2024"))

    assert "3. 成果申报:6月 至 2024年8月23日15:00(依据 二(三)1、四表2)" in told
    assert "公示 7 个自然日(依据 rules#第十三条)" in told
    assert "可直接申报:符合申报条件的外商企业可直接申报(依据 rules#第八条)" in told


def test_a_word_where_no_list_is_known_gets_no_false_suggestion() -> None:
    detail = {"type": "enum", "input": "x"}

    assert remedies.remedy(detail, ("title",)) == "不认识的词“x”;这里还没有可用的名称,请先定义"
    assert remedies.remedy(detail, ("nowhere", "at", 0)) == "不认识的词“x”;这里还没有可用的名称,请先定义"


CONDITIONS = [
    ("category: {none_of: [innovative]}", "课题类型不是创新型"),
    ("organisation.size: {at_least: 2, at_most: 5}", "规模不少于2、不超过5"),
    ("organisation.district: {filled: true}", "所在区已填"),
    ("organisation.district: {filled: false}", "所在区未填"),
    ("title: [一, 二]", "成果名称为一或二"),
    ("organisation.member: false", "协会会员为否"),
]


@pytest.mark.parametrize(("written", "said"), CONDITIONS)
def test_a_condition_is_told_in_words(written: str, said: str, tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "quotas.yaml", "unless: {recommender.flag: co_creation}", f"unless: {{{written}}}")

    assert f";{said}时不限;" in describe(loader.load(planted.folder))


def test_small_files_are_told_in_kilobytes(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "programme.yaml", "max_bytes: 2 GB", "max_bytes: 500 KB")

    assert "每份不超过 500 KB" in describe(loader.load(planted.folder))


def test_a_dimension_without_a_name_is_told_by_its_id(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "programme.yaml", "  category: {label: 课题类型, label_en: Type of project}\n", "")

    assert "category:问题解决型、创新型" in describe(loader.load(planted.folder))


def test_check_passes_the_shipped_definitions(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["definitions", "check"]) == 0
    assert capsys.readouterr().out.startswith("8 个活动定义，")


def test_check_prints_each_fault_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = plant(tmp_path, QC, "quotas.yaml", "per: [organisation]", "per: [organization]")
    monkeypatch.chdir(tmp_path)

    status = cli.main(["definitions", "check", str(planted.folder)])

    line = capsys.readouterr().out.splitlines()[0]
    assert status == 1
    assert line.startswith(
        "qc-circle/2022/quotas.yaml:6: quotas[0].per[0]: 没有名为“organization”的计数口径;是否想写“organisation”?"
    )


def test_check_takes_a_file_and_names_a_case_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted = plant(tmp_path, QC, "cases/quota.yaml", "cites: 三.2, used: 2", "cites: 三.3, used: 2")

    assert cli.main(["definitions", "check", str(planted.folder / "programme.yaml"), str(planted.folder)]) == 1
    assert (
        f"{planted.file}:1: [0]: 案例“单位第三个成果被拒，并指出条款”不成立:“cites”应为 三.3,实为 三.2"
        in capsys.readouterr().out
    )


def test_check_of_an_empty_folder_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["definitions", "check", str(tmp_path)]) == 1
    assert "请给出含 programme.yaml 的文件夹" in capsys.readouterr().out


def test_show_tells_one_and_names_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["definitions", "show", QC]) == 0
    assert "二.3(2)" in capsys.readouterr().out
    assert cli.main(["definitions", "show", "qc/1"]) == 1
    assert "qc-circle/2022" in capsys.readouterr().out


def test_show_of_a_faulty_one_prints_the_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, QC, "quotas.yaml", "at_most: 2", "at_most: 0")
    monkeypatch.setenv("ZHIPING_DEFINITIONS", str(tmp_path))

    assert cli.main(["definitions", "show", QC]) == 1
    assert "quotas[0].at_most" in capsys.readouterr().out


def test_a_fault_reads_as_editors_expect() -> None:
    assert str(Fault("a.yaml", 3, "x[0].y", "错;改")) == "a.yaml:3: x[0].y: 错;改"
    assert typing.get_type_hints(Fault)["line"] is int


def test_what_an_edition_leaves_out_is_not_told() -> None:
    bare = shipped(QC).model_copy(update={"levels": (), "level_rule": None, "approval": None, "certificate": None})
    reminders = "截止前 7 天、3 天、1 天、2 小时提醒尚未办完的人(平台默认,可改)"

    told = describe(bare).partition("【等级与审定】\n")[2].partition("\n\n")[0]

    assert told == f"公示 7 个自然日(平台默认,可改)\n{reminders}"
    silent = bare.model_copy(update={"reminders": Reminders(before=(), source="default")})
    assert reminders not in describe(silent)


def test_a_statistics_table_without_a_measure_of_change_tells_none() -> None:
    qc = shipped(QC)
    bare = [
        item.model_copy(update={"table": item.table and item.table.model_copy(update={"change": None})})
        for item in qc.route.preconditions
    ]
    silent = qc.model_copy(update={"route": qc.route.model_copy(update={"preconditions": tuple(bare)})})

    assert "与上年相差" in describe(qc)
    assert "与上年相差" not in describe(silent)


def test_a_wording_without_english_tells_only_the_chinese() -> None:
    qc = shipped(QC)
    code, text = next(iter(qc.messages.items()))
    chinese = text.model_copy(update={"subject_en": "", "body_en": ""})

    told = describe(qc.model_copy(update={"messages": {code: chinese}}))

    assert text.subject in told
    assert "   英文:" not in told


def test_reminders_are_spans_of_days_and_hours() -> None:
    assert Reminders(before=("7d", "2h"), source="default").spans() == (timedelta(days=7), timedelta(hours=2))
