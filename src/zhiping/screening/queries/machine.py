"""Ask the machine what it can tell of a case against the checklist of its edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiping.applications.models import Application
from zhiping.applications.queries import (
    eligibility_of,
    faults_of,
    missing_files,
    quota_answers,
    standing_endorsement,
)
from zhiping.applications.queries.completeness import current_hash, file_rules, form_of, needs_endorsement
from zhiping.core.calendar import civil_day
from zhiping.core.definition.form import count_characters
from zhiping.core.definition.identifiers import read_date, read_month
from zhiping.core.definition.schema import ChecklistItem
from zhiping.core.definition.vocabulary import ChecklistTest, FieldKind, QuotaMoment, Remedy, Severity
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries as recommendation
from zhiping.screening import rules

TITLE_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Machine:
    """One thing the machine found against an item of the edition's checklist."""

    item: ChecklistItem
    text: str

    @property
    def fails(self) -> bool:
        """Tell whether the item cannot be mended by a supplement."""
        return self.item.remedy == Remedy.FAIL


def machine_findings(application: Application, at: datetime) -> list[Machine]:
    """Ask every machine check of the edition's checklist about a case, in the checklist's order."""
    found: list[Machine] = []
    for item in programmes.definition_of(application.edition).screening:
        check = CHECKS.get(item.test)
        if check is not None:
            found += [Machine(item, text) for text in check(application, at)]
    return found


def _form(case: Application, at: datetime) -> list[str]:
    paths = sorted({fault.field_path.split(".")[0] for fault in faults_of(case, complete=True, at=at)})
    labels = {q.id: q.label for q in form_of(case).fields()}
    return [f"申报表“{labels.get(path, path)}”没有填写完整或不正确。" for path in paths]


def _files(case: Application, at: datetime) -> list[str]:
    return [f"缺少材料：{rule.label}。" for rule in missing_files(case, at)]


def _limits(case: Application, at: datetime) -> list[str]:
    allowed = {rule.id: rule for rule in file_rules(case, at)}
    standing = case.attachments.filter(removed_at__isnull=True).select_related("file")
    held = [
        rules.Held(r.label, a.file.name, a.file.size, a.file.pages, r.max_bytes, r.max_pages)
        for a in standing
        if (r := allowed.get(a.rule_id)) is not None
    ]
    return rules.over_limits(held)


def _name(case: Application, _at: datetime) -> list[str]:
    answers = case.content.answers
    written = {
        q.label: str(answers[q.id])
        for q in form_of(case).fields()
        if q.kind == FieldKind.ORGANISATION and q.id in answers
    }
    return rules.name_differs(written, case.organisation.name)


def _seal(case: Application, _at: datetime) -> list[str]:
    found = []
    if needs_endorsement(case):
        opinion = standing_endorsement(case)
        if opinion is None:
            found.append("没有本单位的推荐意见。")
        elif opinion.version.content_hash != current_hash(case):
            found.append(f"本单位意见是针对第 {opinion.version.number} 版出具的，材料之后有改动。")
    given = recommendation.standing(case)
    if case.recommender_id and not case.direct_route and given is None:
        found.append("没有推荐单位的推荐意见。")
    return found


def _quota(case: Application, _at: datetime) -> list[str]:
    moments = (QuotaMoment.SUBMIT, QuotaMoment.RECOMMEND)
    answers = [a for moment in moments for a in quota_answers(case, moment) if a.exceeded]
    return [f"超过名额：{a.limit.source}，最多 {a.at_most} 个，已有 {a.used} 个。" for a in answers]


def _eligible(case: Application, at: datetime) -> list[str]:
    unmet = [f for f in eligibility_of(case, at) if f.severity == Severity.REFUSE]
    return [f"不符合申报条件（{finding.source}）：{finding.label}。" for finding in unmet]


def _title(case: Application, _at: datetime) -> list[str]:
    counted = count_characters(case.title)
    return [f"成果名称有 {counted} 字，超过 {TITLE_LIMIT} 字。"] if counted > TITLE_LIMIT else []


def _dates(case: Application, at: datetime) -> list[str]:
    dates = {}
    for question in form_of(case).fields():
        text = str(case.content.answers.get(question.id, ""))
        day = {FieldKind.DATE: read_date, FieldKind.MONTH: read_month}.get(question.kind, lambda _text: None)(text)
        if day is not None:
            dates[question.label] = day
    return rules.dates_ahead(dates, civil_day(case.submitted_at or at))


def _repeated(case: Application, _at: datetime) -> list[str]:
    alike = Application.objects.exclude(pk=case.pk).exclude(phase__in=("draft", "ended")).filter(title=case.title)
    others = alike.select_related("edition", "organisation").order_by("pk")[:5]
    return [f"与 {o.edition.title} 的 {o.number}（{o.organisation.name}）名称相同。" for o in others]


CHECKS = {
    ChecklistTest.FORM_COMPLETE: _form,
    ChecklistTest.FILES_COMPLETE: _files,
    ChecklistTest.FILES_WITHIN_LIMITS: _limits,
    ChecklistTest.NAME_AS_REGISTERED: _name,
    ChecklistTest.SEAL_CURRENT: _seal,
    ChecklistTest.QUOTA_KEPT: _quota,
    ChecklistTest.ELIGIBLE: _eligible,
    ChecklistTest.TITLE_WITHIN_LIMIT: _title,
    ChecklistTest.DATES_AGREE: _dates,
    ChecklistTest.NOT_REPEATED: _repeated,
}
