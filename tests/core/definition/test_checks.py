"""What a type cannot state is checked over the whole definition; every check names the place and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.definition.planting import EXCELLENCE, QC, plant

from zhiping.core.definition import loader

FORM, PERSON, ORGANISATION = "forms/outcome.yaml", "forms/person.yaml", "forms/organisation.yaml"
SOLVING, MODEL, SITE = (
    "scorecards/qc_problem_solving.yaml",
    "scorecards/excellence_model.yaml",
    "scorecards/excellence_site.yaml",
)
PRESENTATION = "    weights: {desk: 40}\n"
DESK_ADVANCE = "    blind: applicant\n    advance: {rule: all, source: default}"
NOTICE_STAGE = "  - {id: notice, kind: notice, label: 公示, label_en: Public notice, days: 7, who: secretariat, source: rules#第十三条}\n"
FORMS = [
    (QC, FORM, "{id: trade,", "{id: title,", ["forms.outcome.sections[0].fields[6].id: 请改成没有用过的名称"]),
    (QC, FORM, "{id: reason,", "{id: title,", ["forms.outcome.sections[2].fields[1].id: 请换一个名称"]),
    (QC, FORM, "{id: trade,", "{id: domain,", ["forms.outcome.sections[0].fields[6].id: 请换一个名称"]),
    (QC, FORM, "problem_solving, goal_kind: own}", "problem_solving, has_benefit: true}", ["forms.outcome.sections[2].fields[3].when.has_benefit: 移到本栏之前"]),
    (QC, FORM, "kind: choice\n        label: 目标类型", "kind: text\n        label: 目标类型", ["forms.outcome.sections[2].fields[2].kind: 请把 kind 写成 choice"]),
    (EXCELLENCE, PERSON, "label_en: Nature\n        other: other", "label_en: Nature\n        other: others", ["forms.person.sections[0].fields[5].other: 是否想写“other”?"]),
    (QC, FORM, "kind: text, label: 小组名称", "kind: table, label: 小组名称", ["forms.outcome.sections[0].fields[1]: 请补 columns:"]),
    (QC, FORM, "kind: members", "kind: text", ["forms.outcome.sections[1].fields[0].kind: 请把 kind 写成 table 或 members"]),
    (QC, FORM, "min_rows: 3", "min_rows: 30", ["forms.outcome.sections[1].fields[0].min_rows: 请写不大于 15 的值"]),
    (QC, FORM, "{id: duty, label", "{id: duty, kind: photo, label", ["forms.outcome.sections[1].fields[0].columns[1].kind: 请写 text"]),
    (QC, FORM, "{id: duty, label", "{id: duty, kind: choice, label", ["forms.outcome.sections[1].fields[0].columns[1]: 请补 options:"]),
    (QC, FORM, "when: {has_benefit: true}", "when: {has_benefit: maybe}", ["forms.outcome.sections[2].fields[13].when.has_benefit: 可写:True、False"]),
    (EXCELLENCE, PERSON, "used_for: {category: experience}", "used_for: {category: model}", ["forms: “卓越管理创新经验(个人)”没有对应的申报表", "forms.person.used_for: 每种只对应一份"]),
]  # fmt: skip
JOURNEY = [
    (EXCELLENCE, "journey.yaml", "who: applicant, source: 二(三)1、四表2", "who: applicant, days: 7, source: 二(三)1、四表2", ["stages[2].days: 只用于 kind: notice"]),
    (QC, "journey.yaml", "{id: desk, kind: round, round: desk,", "{id: desk, kind: round,", ["rounds.desk: 没有阶段使用", "stages[5]: 是否想写“desk”?"]),
    (QC, "journey.yaml", "who: recommender, requires", "closes_for: [{who: unit, closes: 2022-03, source: default}], who: recommender, requires", ["stages[3].closes_for[0].closes: 请对调或改正年月日"]),
    (QC, "journey.yaml", "kind: application,", "kind: event,", ["stages: 请加一个 kind: application 的阶段"]),
    (QC, "journey.yaml", "kind: publication,", "kind: event,", ["stages: 请加一个 kind: publication 的阶段"]),
    (QC, "journey.yaml", "{id: exchange, kind: event,", "{id: exchange, kind: publication,", ["stages[11]: 只留一个"]),
    (QC, "journey.yaml", "label: 资料形式审查, label_en: Formal check, opens: {at: 2022-06, text: 6-7月}, closes: {at: 2022-07, text: 6-7月}", "label: 资料形式审查, label_en: Formal check, opens: 2022-03, closes: 2022-04", ["stages[4]: 请调整先后或时间"]),
    (QC, "journey.yaml", "files: [presentation_video], source: 二.4注, note", "source: 二.4注, note", ["stages[7]: 请补 files:"]),
    (QC, "journey.yaml", "kind: recommendation,", "kind: event,", ["route.recommendation: 请加一个 kind: recommendation 的阶段", "stages[3].requires: 只用于 kind: recommendation"]),
    (QC, "journey.yaml", "approval: {sign_off: guiding_units, source: 二.4}", "", ["approval: 请写 approval:"]),
    (EXCELLENCE, "journey.yaml", "approval: {sign_off: none,", "approval: {sign_off: guiding_units,", []),
    (EXCELLENCE, "journey.yaml", NOTICE_STAGE, "", ["notice: 请加一个 kind: notice 的阶段", "objection.allowed: 请加公示阶段或写 allowed: false"]),
    (EXCELLENCE, "journey.yaml", "", "moves: {forbid: [{event: submit, start: drafts, source: default}]}\n", ["moves.forbid[0].start: 是否想写“draft”?"]),
    (QC, "journey.yaml", "only: {proposed_level: benchmark}, files:", "only: {proposed_level: {none_of: [benchmrk]}}, files:", ["stages[7].only.proposed_level: 是否想写“benchmark”?"]),
]  # fmt: skip
JUDGING = [
    (EXCELLENCE, "journey.yaml", "    scorecard: excellence_site\n", "", ["rounds.site_visit: 请写 scorecard:", "scorecards.excellence_site: 请在 rounds 里引用或删去"]),
    (EXCELLENCE, MODEL, "points: 200", "points: 210", ["scorecards.excellence_model.items[0].points: 请改 points 或分项", "scorecards.excellence_model.total: 请改 total"]),
    (QC, SOLVING, "step: 0.5", "step: 0.7", [f"scorecards.qc_problem_solving.items[{n}].points: 整数倍" for n in range(6)]),
    (EXCELLENCE, SITE, "id: claims_true, label: 申报的做法在现场真实存在, label_en: What is claimed exists on site, points: 0", "id: claims_true, label: 申报的做法在现场真实存在, label_en: What is claimed exists on site, points: 1", ["scorecards.excellence_site.items[0].points: 请把 points 写成 0", "scorecards.excellence_site.total: 请改 total"]),
    (EXCELLENCE, MODEL, "kind: bands", "kind: points", ["scorecards.excellence_model.kind: 不写 bands"]),
    (EXCELLENCE, MODEL, "{low: 10, high: 25", "{low: 5, high: 25", ["scorecards.excellence_model.bands[1].low: 请改 low 和 high"]),
    (QC, SOLVING, "total: 100", "total: 100\npass_at: 101", ["scorecards.qc_problem_solving.pass_at: 请写不大于 100 的数"]),
    (QC, SOLVING, "tie_break: [causes,", "tie_break: [cause,", ["scorecards.qc_problem_solving.tie_break[0]: 是否想写“causes”?"]),
    (QC, "journey.yaml", PRESENTATION, "    weights: {deks: 40}\n", ["rounds.presentation.weights.deks: 是否想写“desk”?"]),
    (QC, "journey.yaml", PRESENTATION, "    weights: {desk: 60, panel: 60}\n", ["rounds.presentation.weights: 请改小"]),
    (QC, "journey.yaml", "enters: {who: proposed_level, levels: [benchmark], source: 二.4注}", "enters: {who: proposed_level, source: 二.4注}", ["rounds.presentation.enters: 可写:benchmark"]),
    (QC, "journey.yaml", DESK_ADVANCE, "    advance: {rule: rank, source: default}", ["rounds.desk.advance: 还需要“at_most”"]),
    (QC, "journey.yaml", DESK_ADVANCE, "    advance: {rule: quota, per: [domain], places: {smes: 3}, source: default}", ["rounds.desk.advance.places.smes: 是否想写“sme”?"]),
    (QC, "journey.yaml", DESK_ADVANCE, "    advance: {rule: quota, per: [domians], places: {sme: 3}, source: default}", ["rounds.desk.advance.per[0]: 是否想写“domain”?", "rounds.desk.advance.places.sme: 先定义"]),
    (QC, "journey.yaml", DESK_ADVANCE, "    advance: {rule: quota, per: [domain], places: {sme: 3}, source: default}", []),
    (EXCELLENCE, "journey.yaml", "scorecard: excellence_site", "scorecard: excellence_sites", ["rounds.site_visit.scorecard: 是否想写“excellence_site”?", "scorecards.excellence_site: 没有评审环节使用"]),
    (EXCELLENCE, "journey.yaml", "{by: category, cards", "{by: categories, cards", ["rounds.preliminary.scorecard.by: 是否想写“category”?"]),
    (EXCELLENCE, "journey.yaml", "{model: excellence_model, practice", "{modell: excellence_model, practice", ["rounds.preliminary.scorecard.cards: 请补一行 model", "rounds.preliminary.scorecard.cards.modell: 是否想写“model”?"]),
    (EXCELLENCE, "journey.yaml", "{model: excellence_model,", "{model: excellence_modell,", ["rounds.preliminary.scorecard.cards.model: 是否想写“excellence_model”?", "scorecards.excellence_model: 没有评审环节使用"]),
    (EXCELLENCE, "journey.yaml", "    scorecard: excellence_site\n", "    parts: [{id: a, label: 甲, scorecard: excellence_site, weight: 60, source: default}]\n", ["rounds.site_visit.parts: 相加应是 100"]),
    (QC, "journey.yaml", "percent: 51.5", "percent: 61.5", ["level_rule.shares: 请改小"]),
    (QC, "journey.yaml", "levels: [benchmark], stage: video", "levels: [benchmark], stage: videos", ["level_rule.duties[0].stage: 是否想写“video”?"]),
]  # fmt: skip
REFERENCES = [
    (QC, "programme.yaml", "guiding_units: [市质量工作领导小组办公室(市市场监管局), 市总工会, 团市委, 市妇联]\n", "", ["approval.sign_off: 请写 guiding_units"]),
    (EXCELLENCE, "programme.yaml", "{model: [organisation],", "{modell: [team],", ["applicants.by_category.modell: 是否想写“model”?", "applicants.by_category.modell[0]: 可写:organisation、person"]),
    (QC, "programme.yaml", "  domain: {label: 领域", "  domains: {label: 领域", ["dimension_labels.domains: 是否想写“domain”?"]),
    (EXCELLENCE, "eligibility.yaml", "must_be: [shanghai], severity: refuse, when: {category: [model, practice]}", "severity: refuse, when: {category: [model, practice]}", ["eligibility[0]: 还需要“must_be”"]),
    (EXCELLENCE, "eligibility.yaml", "file: responsibility_report", "file: responsibility", ["eligibility[7].file: 是否想写“responsibility_report”?"]),
    (QC, "programme.yaml", "unit_en: number, not_above: registered,", "unit_en: number, not_above: register,", ["route.preconditions[1].table.figures[4].not_above: 是否想写“registered”?"]),
    (QC, "programme.yaml", "of: participants, per: employees", "of: participant, per: employes", ["route.preconditions[1].table.rates[0].of: 是否想写“participants”?", "route.preconditions[1].table.rates[0].per: 是否想写“employees”?"]),
    (QC, "programme.yaml", "    by: recommender\n    per: package\n    sheet: recommendation_form", "    by: recommender\n    sheet: recommendation_form", ["files[5].sheet: 请同时写 per: package"]),
    (QC, "programme.yaml", "    by: recommender\n    per: package\n    sheet: recommendation_form", "    by: unit\n    per: package\n    sheet: recommendation_form", ["files[5].per: 请写 by: recommender"]),
    (QC, "programme.yaml", "    required: false\n    kinds: [pdf, jpg, png, xlsx]\n    min_count: 0", "    required: false\n    kinds: [pdf, jpg, png, xlsx]\n    min_count: 21", ["files[1].min_count: 请写不大于 20 的数"]),
    ("qc-circle/2020", "journey.yaml", "chosen_in: contest", "chosen_in: contests", ["forwarding[0].chosen_in: 是否想写“contest”?"]),
    (QC, "journey.yaml", "dimension: domain, label: 领域", "dimension: domains, label: 领域", ["publication.columns[6].dimension: 是否想写“domain”?"]),
]  # fmt: skip


CHANGES = FORMS + JOURNEY + JUDGING + REFERENCES


@pytest.mark.parametrize(
    ("key", "file", "old", "new", "expected"),
    CHANGES,
    ids=[
        f"{number} {change[0]} {(change[4] or ['sound'])[0].partition(':')[0]}" for number, change in enumerate(CHANGES)
    ],
)
def test_the_parts_must_agree(  # noqa: PLR0917 -- a table of changes
    key: str, file: str, old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    faults = plant(tmp_path, key, file, old, new).faults

    wanted = [line.partition(": ")[::2] for line in sorted(expected)]
    assert sorted(fault.path for fault in faults) == sorted(path for path, _ in wanted)
    for fault, (_, remedy) in zip(sorted(faults, key=lambda fault: f"{fault.path}: "), wanted, strict=True):
        assert remedy in fault.message


def rewritten(tmp_path: Path, key: str, file: str, text: str | None) -> list[str]:
    """List the faulty paths when a file is written anew or taken away."""
    place = plant(tmp_path, key, "quotas.yaml" if key == QC else "screening.yaml", "", "").folder / file
    if text is None:
        place.unlink()
    else:
        place.write_text(text, "utf-8")
    return [fault.path for fault in loader.examine(tmp_path / key)[1]]


def test_an_enabled_edition_needs_a_form(tmp_path: Path) -> None:
    assert "forms" in rewritten(tmp_path, QC, FORM, None)


def test_an_enabled_edition_needs_stages(tmp_path: Path) -> None:
    assert "stages" in rewritten(tmp_path, QC, "journey.yaml", "rounds: {}\n")


def test_a_screening_stage_needs_a_checklist(tmp_path: Path) -> None:
    assert rewritten(tmp_path, QC, "screening.yaml", None) == ["screening"]
