"""Every planted fault is found at its file, line and path, and the message says what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.core.definition.planting import EXCELLENCE, QC, plant

from zhiping.core.definition import loader


class Case(NamedTuple):
    """One change to a shipped file. below: how many lines under the change the fault is reported."""

    name: str
    key: str
    file: str
    old: str
    new: str
    path: str
    remedy: str
    below: int = 0
    also: tuple[str, ...] = ()


LEVELS = "  - {id: excellent, label: 优秀级, label_en: Excellent, source: 二.4}\n"
CASES = [
    Case("unknown key", QC, "programme.yaml", "contact_department:", "contact_departement:", "contact_departement", "是否想写“contact_department”?"),
    Case("unknown word", QC, "journey.yaml", "kind: presentation\n", "kind: presentatoin\n", "rounds.presentation.kind", "是否想写“presentation”?"),
    Case("no such month", QC, "journey.yaml", "opens: {at: 2022-04-下旬, text: 4月下旬}", "opens: 2022-13-下旬", "stages[2].opens", "请写成 2020-07-12T22:00"),
    Case("no such day", EXCELLENCE, "journey.yaml", "opens: {at: 2024-06-27, text: 6月27日}", "opens: 2024-06-31", "stages[1].opens", "2024-06-27(某日)"),
    Case("range reversed", QC, "journey.yaml", "closes: {at: ..2022-07-31, text: 7月31日前}, who", "closes: 2022-08..2022-07, who", "stages[12].closes", "请对调"),
    Case("tab", QC, "quotas.yaml", "    label: 每个单位", "\tlabel: 每个单位", "(整个文件)", "请改成空格"),
    Case("duplicate key", QC, "quotas.yaml", "    at: submit\n", "    at: submit\n    at: recommend\n", "quotas[0].at", "请删去其中一处", 1),
    Case("unknown round", QC, "journey.yaml", "round: desk, label", "round: dsek, label", "stages[5].round", "是否想写“desk”?", also=("rounds.desk",)),
    Case("closes before opens", EXCELLENCE, "journey.yaml", 'closes: {at: "2024-08-23T15:00", text: 2024年8月23日15:00}, who: applicant', 'closes: {at: "2023-08-23T15:00"}, who: applicant', "stages[2].closes", "请对调或改正年月日"),
    Case("quota of an unknown dimension", QC, "quotas.yaml", "per: [organisation]", "per: [organization]", "quotas[0].per[0]", "是否想写“organisation”?"),
    Case("points do not add up", QC, "scorecards/qc_innovative.yaml", "total: 100", "total: 101", "scorecards.qc_innovative.total", "请改 total 或各项 points"),
    Case("a key that quotas lack", QC, "quotas.yaml", "  - id: two_per_unit\n", "  - id: two_per_unit\n    hint: 无\n", "quotas[0].hint", "可写:", 1),
    Case("a rule without its clause", QC, "screening.yaml", "label_en: Files complete, source: 二.4}", "label_en: Files complete}", "screening[1].source", "通知未写明的写 default"),
    Case("wording under no item", QC, "screening.yaml", "item: form, text", "item: from, text", "finding_texts[0].item", "是否想写“form”?"),
    Case("wording of no material", QC, "screening.yaml", "again', file: report,", "again', file: reprot,", "finding_texts[1].file", "是否想写“report”?"),
    Case("message that no act sends", EXCELLENCE, "messages.yaml", "  screening.not_passed:", "  screening.not_pased:", "messages.screening.not_pased", "是否想写“screening.not_passed”?"),
    Case("placeholder misspelt", EXCELLENCE, "messages.yaml", "subject: 未通过条件审查：{title}", "subject: 未通过条件审查：{titel}", "messages.screening.not_passed.subject", "没有占位符 {titel};是否想写“title”?可写:title、edition、reason"),
    Case("body without the reason", EXCELLENCE, "messages.yaml", "不进入书面评审。理由：{reason}", "不进入书面评审。", "messages.screening.not_passed.body", "正文漏了收信人须知的内容;请写上{reason}"),
    Case("brace left open", EXCELLENCE, "messages.yaml", "subject_en: 'Conditions not met: {title}'", "subject_en: 'Conditions not met: {title'", "messages.screening.not_passed.subject_en", "花括号本身请写两遍"),
    Case("placeholder with a format", EXCELLENCE, "messages.yaml", "Please add material or explain by {due_at}:", "Please add material or explain by {due_at!r}:", "messages.screening.supplement_requested.subject_en", "请只写 {due_at}"),
    Case("placeholder without a name", EXCELLENCE, "messages.yaml", "subject_en: 'Conditions met: {title}'", "subject_en: 'Conditions met: {}'", "messages.screening.passed.subject_en", "没有占位符 {}"),
    Case("message without a body", EXCELLENCE, "messages.yaml", "    body: “{title}”（{edition}）已通过条件审查，成果材料进入书面评审。\n", "", "messages.screening.passed.body", "缺少“body”", -2),
    Case("an id in capitals", QC, "quotas.yaml", "- id: two_per_unit", "- id: Two-Per-Unit", "quotas[0].id", "请用小写英文字母开头"),
    Case("unknown level", QC, "journey.yaml", "{level: excellent, percent: 43", "{level: exellent, percent: 43", "level_rule.shares[1].level", "是否想写“excellent”?"),
    Case("unknown stage of a file", QC, "programme.yaml", "stage: video", "stage: vidoe", "files[4].stage", "是否想写“video”?"),
    Case("unknown precondition", QC, "journey.yaml", "requires: [activity_summary,", "requires: [activity_sumary,", "stages[3].requires[0]", "是否想写“activity_summary”?"),
    Case("condition on nothing", QC, "forms/outcome.yaml", "when: {has_benefit: true}", "when: {has_benefits: true}", "forms.outcome.sections[2].fields[13].when.has_benefits", "是否想写“has_benefit”?"),
    Case("condition on no value", QC, "programme.yaml", "when: {proposed_level: benchmark}", "when: {proposed_level: benchmrak}", "files[4].when.proposed_level", "是否想写“benchmark”?"),
    Case("unknown document", QC, "scorecards/qc_innovative.yaml", "source: standard#附录B", "source: standart#附录B", "scorecards.qc_innovative.source", "是否想写“standard”?"),
    Case("choice without options", QC, "forms/outcome.yaml", "kind: month, label: 活动开始年月", "kind: choice, label: 活动开始年月", "forms.outcome.sections[0].fields[4]", "请补 options:"),
    Case("unreadable size", QC, "programme.yaml", "max_bytes: 2 GB", "max_bytes: 2 gigabytes", "files[4].max_bytes", "请写成 500 KB、20 MB 或 2 GB"),
    Case("circle", QC, "journey.yaml", "", "moves: {add: [{event: approve, start: approval, to: desk, label: 重评, source: default}]}\n", "moves.add[0]", "退回请用 return_to_applicant"),
    Case("move between unknown states", QC, "journey.yaml", "", "moves: {add: [{event: drop, start: approval, to: desks, label: 退, source: default}]}\n", "moves.add[0].to", "是否想写“desk”?"),
    Case("forbids what is not there", QC, "journey.yaml", "", "moves: {forbid: [{event: publish, start: desk, source: default}]}\n", "moves.forbid[0].event", "可写:advance"),
    Case("text where a number belongs", QC, "programme.yaml", "edition: 2022", 'edition: "2022"', "edition", "应是整数"),
    Case("yes for true", QC, "programme.yaml", "    stage: video\n    required: true", "    stage: video\n    required: yes", "files[4].required", "应写 true 或 false", 1),
    Case("half-width comma", QC, "eligibility.yaml", "自愿参加，未被收取任何费用", "自愿参加,未被收取任何费用", "eligibility[1].未被收取任何费用", "请给整句加引号,或改用全角逗号"),
    Case("no start for trimming", QC, "journey.yaml", "    reviewers: {at_least: 5, source: default}\n    merge: {rule: mean_drop_extremes, extremes_from: 5,", "    reviewers: {at_least: 5, source: default}\n    merge: {rule: mean_drop_extremes,", "rounds.presentation.merge", "extremes_from: 5", 1),
    Case("no recommending stage needed", QC, "programme.yaml", "  recommendation: required", "  recommendation: none", "route.recommendation", "删去推荐阶段"),
    Case("key in two files", QC, "zz.yaml", "", "screening: []\n", "screening", "请只留一处"),
    Case("weight over 100", QC, "journey.yaml", "weights: {desk: 40}", "weights: {desk: 140}", "rounds.presentation.weights.desk", "请写不大于 100 的数"),
    Case("unknown title field", QC, "forms/outcome.yaml", "title_field: title", "title_field: titel", "forms.outcome.title_field", "是否想写“title”?"),
    Case("other folder", QC, "programme.yaml", "edition: 2022", "edition: 2023", "edition", "请改文件夹名或 programme、edition"),
    Case("anchor", QC, "quotas.yaml", "per: [organisation]", "per: &who [organisation]\n    only: *who", "quotas[0].only", "请把内容展开写", 1),
    Case("type mark", QC, "quotas.yaml", "at_most: 2", "at_most: !!python/int 2", "quotas[0].at_most", "请删去标记只写值"),
    Case("unbalanced braces", QC, "quotas.yaml", "per: [organisation]", "per: {organisation]", "(整个文件)", "请加引号,并检查括号是否成对"),
    Case("id used twice", QC, "programme.yaml", LEVELS, LEVELS + LEVELS, "levels[2].id", "请改成没有用过的名称", 1),
    Case("no notice days", QC, "journey.yaml", "notice: {days: 7,", "notice: {days: 0,", "stages[10]", "请写 days: 7"),
    Case("unknown key in an option", QC, "programme.yaml", "label: 创新型, label_en: Innovative", "label: 创新型, label_em: Innovative", "dimensions.category[1].label_em", "是否想写“label_en”?"),
    Case("unknown key in a time", QC, "journey.yaml", "closes: {at: 2022-04, text: 4月}", "closes: {at: 2022-04, txt: 4月}", "stages[1].closes.txt", "是否想写“text”?"),
    Case("a round named in capitals", QC, "journey.yaml", "  panel:\n", "  Panel:\n", "rounds.Panel", "请用小写英文字母开头"),
    Case("state name as stage", QC, "journey.yaml", "{id: exchange,", "{id: published,", "stages[13].id", "请换一个名称"),
]  # fmt: skip
ELSEWHERE = {
    # The fault is about another line than the change: the stage that has no days now.
    "no notice days": "  - {id: notice, kind: notice",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_planted_fault_is_named_at_its_place_with_its_remedy(case: Case, tmp_path: Path) -> None:
    planted = plant(tmp_path, case.key, case.file, case.old, case.new)
    line = planted.line + case.below
    if case.name in ELSEWHERE:
        line = next(
            n
            for n, text in enumerate(planted.file.read_text("utf-8").splitlines(), 1)
            if text.startswith(ELSEWHERE[case.name])
        )

    named = [fault for fault in planted.faults if fault.path == case.path]

    assert [(fault.file, fault.line) for fault in named] == [(str(planted.file), line)]
    assert case.remedy in named[0].message
    assert sorted(fault.path for fault in planted.faults) == sorted((case.path, *case.also))


def test_a_dead_end_is_named_once_at_its_stage(tmp_path: Path) -> None:
    forbid = "moves: {forbid: [{event: approve, start: approval, source: default}]}\n"

    faults = plant(tmp_path, QC, "journey.yaml", "", forbid).faults

    assert [(f.path, f.message.split(";")[0]) for f in faults] == [("stages[9]", "从“approval”走不到发布")]


def test_a_stage_nobody_reaches_is_named(tmp_path: Path) -> None:
    leap = "moves: {add: [{event: advance, start: desk, to: approval, label: 直送审定, source: default}]}\n"

    faults = plant(tmp_path, QC, "journey.yaml", "", leap).faults

    assert [(f.path, f.message.split(";")[0]) for f in faults] == [("stages[6]", "没有路能走到“panel”")]


def test_no_fault_hides_the_others(tmp_path: Path) -> None:
    """Two faults of writing in one list, one of reference after them, one of arithmetic in another file."""
    planted = plant(tmp_path, QC, "journey.yaml", "round: panel, label: 专家会审,", "round: panle, label: 专家会审,")
    journey = planted.file.read_text("utf-8")
    journey = journey.replace("{id: sign_up, kind: sign_up,", "{id: sign_up, kind: signup,")
    journey = journey.replace("closes: {at: 2022-05-上旬, text: 5月上旬}", "closes: 2022-05-初")
    planted.file.write_text(journey, "utf-8")
    card = planted.folder / "scorecards/qc_innovative.yaml"
    card.write_text(card.read_text("utf-8").replace("total: 100", "total: 90"), "utf-8")

    assert [(Path(f.file).name, f.line, f.path) for f in planted.faults] == [
        ("journey.yaml", 4, "stages[1].kind"),
        ("journey.yaml", 5, "stages[2].closes"),
        ("journey.yaml", 9, "stages[6].round"),
        ("qc_innovative.yaml", 5, "scorecards.qc_innovative.total"),
    ]


def test_a_name_left_out_with_its_faulty_entry_is_no_second_fault(tmp_path: Path) -> None:
    """The stage `video` is faulty; the file that belongs to it is not blamed for naming it."""
    planted = plant(tmp_path, QC, "journey.yaml", "{id: video, kind: hand_in,", "{id: video, kind: handin,")

    assert [fault.path for fault in planted.faults] == ["stages[7].kind"]


def test_a_file_that_cannot_be_read_brings_no_missing_keys(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "programme.yaml", "route:\n", "route: ]\n")

    assert [fault.path for fault in planted.faults] == ["(整个文件)"]


def test_without_a_needed_part_the_rest_cannot_be_judged(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "programme.yaml", "route:\n", "routes:\n")

    definition, faults = loader.examine(planted.folder)

    assert definition is None
    assert [(f.line, f.path, f.message.partition(";")[0]) for f in faults] == [
        (1, "route", "缺少“route”,请补上"),
        (planted.line, "routes", "没有“routes”这个键"),
    ]


def test_load_raises_every_fault_in_order(tmp_path: Path) -> None:
    planted = plant(tmp_path, QC, "quotas.yaml", "at_most: 2", "at_most: 0")

    with pytest.raises(loader.DefinitionFaults) as refused:
        loader.load(planted.folder)

    assert refused.value.faults == planted.faults
    assert str(refused.value) == f"{planted.file}:8: quotas[0].at_most: “0”超出范围,请写大于 0 的数"


def test_load_all_reports_the_faults_of_every_folder(tmp_path: Path) -> None:
    plant(tmp_path, QC, "quotas.yaml", "at_most: 2", "at_most: 0")
    plant(tmp_path, EXCELLENCE, "journey.yaml", "extremes_from: 5", "extremes_from: 2")

    with pytest.raises(loader.DefinitionFaults) as refused:
        loader.load_all(tmp_path)

    assert [fault.path for fault in refused.value.faults] == ["rounds.preliminary.merge", "quotas[0].at_most"]


def test_a_folder_without_a_programme_is_told_what_to_write_first(tmp_path: Path) -> None:
    _, faults = loader.examine(tmp_path)

    assert [str(fault) for fault in faults] == [
        f"{tmp_path / 'programme.yaml'}:1: (整个文件): 缺少 programme.yaml,请先写活动的基本信息"
    ]
