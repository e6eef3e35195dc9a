"""Read findings and results; ask the machine what it can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from zhiping.applications.models import Application
from zhiping.applications.queries import (
    eligibility_of,
    faults_of,
    missing_files,
    quota_answers,
    standing_endorsement,
    visible_to,
)
from zhiping.applications.queries.completeness import current_hash, file_rules, form_of, needs_endorsement
from zhiping.core.calendar import civil_day
from zhiping.core.definition.form import count_characters
from zhiping.core.definition.identifiers import read_date, read_month
from zhiping.core.definition.schema import ChecklistItem
from zhiping.core.definition.vocabulary import ChecklistTest, FieldKind, QuotaMoment, Remedy, Severity
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.core.worklist import Item
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries as recommendation
from zhiping.screening import rules
from zhiping.screening.models import Finding, Result

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


def open_findings(application: Application) -> list[Finding]:
    """Return the findings that still stand against the case, oldest first."""
    standing = (Finding.State.OPEN, Finding.State.ASKED, Finding.State.ANSWERED)
    return list(Finding.objects.filter(application=application, state__in=standing))


def asked_findings(application: Application) -> list[Finding]:
    """Return what the applicant has been asked to mend and has not answered yet."""
    return list(Finding.objects.filter(application=application, state=Finding.State.ASKED))


def pending_refusal(application: Application) -> Result | None:
    """Return a refusal that waits for its second person."""
    failed = Result.objects.filter(application=application, verdict=Result.Verdict.FAILED, confirmed_at__isnull=True)
    return failed.select_related("given_by").last()


def overdue(at: datetime) -> list[int]:
    """Return the ids of cases in supplement whose date has passed."""
    late = Finding.objects.filter(state=Finding.State.ASKED, due_at__lte=at, application__phase="supplement")
    return sorted(set(late.values_list("application_id", flat=True)))


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return findings and results as far as the fields allow; machine findings not yet asked stay in the office."""
    if Field.FINDINGS not in fields:
        return {}
    shown = Finding.objects.filter(application=application)
    if Field.CONFLICTS not in fields:
        shown = shown.exclude(state__in=(Finding.State.OPEN, Finding.State.DISMISSED))
    results = Result.objects.filter(application=application).filter(
        Q(confirmed_at__isnull=False) | ~Q(verdict=Result.Verdict.FAILED)
    )
    return {"findings": list(shown.select_related("reply_file")), "results": list(results)}


def waiting_for(actor: Actor) -> list[Item]:
    """Return what the formal check waits for: supplements (applicant), cases to check by edition (office)."""
    if actor.role is Role.APPLICANT:
        return _supplements(actor)
    if actor.role is not Role.SECRETARIAT:
        return []
    waiting = Application.objects.filter(phase="screening").values("edition_id", "edition__title")
    rows = waiting.annotate(n=Count("pk"), since=Min("state_since")).order_by("edition_id")
    return [
        Item(
            title=row["edition__title"],
            what="screen",
            href_name="secretariat:screening",
            count=row["n"],
            since=row["since"],
        )
        for row in rows
    ]


def _supplements(actor: Actor) -> list[Item]:
    cases = visible_to(actor).filter(phase="supplement")
    due = dict(
        Finding.objects.filter(application__in=cases, state=Finding.State.ASKED)
        .values_list("application_id")
        .annotate(due=Min("due_at"))
    )
    return [
        Item(
            title=case.title,
            what="answer",
            href_name="applicant:supplement",
            href_args=(case.pk,),
            application_id=case.pk,
            detail=case.edition.title,
            due_at=due.get(case.pk),
            since=case.state_since,
        )
        for case in cases
    ]
