"""What the machine can tell about a case against the edition's checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from zhiping.applications.models import Application, Endorsement
from zhiping.applications.queries import (
    eligibility_of,
    faults_of,
    missing_files,
    quota_answers,
    standing_endorsement,
)
from zhiping.applications.queries.completeness import current_hash, file_rules, form_of, needs_endorsement
from zhiping.core.calendar import civil_day
from zhiping.core.definition.identifiers import read_date, read_month
from zhiping.core.definition.schema import ChecklistItem
from zhiping.core.definition.vocabulary import ChecklistTest, FieldKind, QuotaMoment, Remedy, Severity
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries as recommendation
from zhiping.screening import rules
from zhiping.screening.queries import similar


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a check. file_rule: the material that mends it, "" for none; blocking: stands in the way.

    like: the id of the case it is like.
    """

    text: str
    file_rule: str = ""
    blocking: bool = True
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """One thing the machine found against an item of the edition's checklist."""

    item: ChecklistItem
    said: Said

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self.said.text

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
            found += [Machine(item, said) for said in check(application, at)]
    return found


def _plain(sentences: list[str]) -> list[Said]:
    return [Said(sentence) for sentence in sentences]


def _form(case: Application, at: datetime) -> list[Said]:
    paths = sorted({fault.field_path.split(".")[0] for fault in faults_of(case, complete=True, at=at)})
    labels = {q.id: q.label for q in form_of(case).fields()}
    return _plain([f"申报表“{labels.get(path, path)}”没有填写完整或不正确。" for path in paths])


def _files(case: Application, at: datetime) -> list[Said]:
    return [Said(f"缺少材料：{rule.label}。", file_rule=rule.id) for rule in missing_files(case, at)]


def _limits(case: Application, at: datetime) -> list[Said]:
    allowed = {rule.id: rule for rule in file_rules(case, at)}
    found: list[Said] = []
    for given in case.attachments.filter(removed_at__isnull=True).select_related("file").order_by("pk"):
        rule, file = allowed.get(given.rule_id), given.file
        if rule is not None:
            held = rules.Held(rule.label, file.name, file.size, file.pages, rule.max_bytes, rule.max_pages)
            found += [Said(text, file_rule=rule.id) for text in rules.over_limits([held])]
    return found


def _name(case: Application, _at: datetime) -> list[Said]:
    answers = case.content.answers
    written = {
        q.label: str(answers[q.id])
        for q in form_of(case).fields()
        if q.kind == FieldKind.ORGANISATION and q.id in answers
    }
    return _plain(rules.name_differs(written, case.organisation.name))


def _seal(case: Application, _at: datetime) -> list[Said]:
    found: list[str] = []
    advice: list[Said] = []
    if needs_endorsement(case):
        opinion = standing_endorsement(case)
        if opinion is None:
            found.append("没有本单位的推荐意见。")
        else:
            version = opinion.version
            found += rules.outdated_opinion(
                given_on=version.content_hash, content=content_answered_for(case), number=version.number
            )
            advice = [replace(said, blocking=False) for said in _plain(_sheet_doubts(case, opinion))]
    given = recommendation.standing(case)
    if case.recommender_id and not case.direct_route and given is None:
        found.append("没有推荐单位的推荐意见。")
    return _plain(found) + advice


def _sheet_doubts(case: Application, opinion: Endorsement) -> list[str]:
    """Return what somebody of the office should look at on the unit's sheet; none of it stands in the way."""
    sheet = opinion.sheet
    if sheet is None:
        return []
    found = rules.strange_signer(
        sheet.signer, known=not sheet.signer or organisations.goes_by(case.organisation_id, sheet.signer)
    )
    if opinion.vouched:
        found += rules.doubtful_sheet(code_read=sheet.code_read, sealed=sheet.is_sealed)
    return found


def content_answered_for(case: Application) -> str:
    """Return the hash of the content an opinion must have been given on.

    What the office itself asked to be supplemented does not take the unit's opinion away: then it is the content as
    submitted. Any other change does.
    """
    content, last = current_hash(case), case.versions.last()
    submitted = case.receipts.select_related("version").last()
    if submitted is not None and last is not None and last.occasion == "supplement" and last.content_hash == content:
        return submitted.version.content_hash
    return content


def _quota(case: Application, _at: datetime) -> list[Said]:
    moments = (QuotaMoment.SUBMIT, QuotaMoment.RECOMMEND)
    return _plain(rules.over_quota(a for moment in moments for a in quota_answers(case, moment)))


def _eligible(case: Application, at: datetime) -> list[Said]:
    unmet = [f for f in eligibility_of(case, at) if f.severity == Severity.REFUSE]
    return _plain([f"不符合申报条件（{finding.source}）：{finding.label}。" for finding in unmet])


def _title(case: Application, _at: datetime) -> list[Said]:
    unit = case.organisation
    names = [unit.name, *(name for name, _kind in organisations.other_names(unit.pk))]
    advice = [replace(said, blocking=False) for said in _plain(rules.names_in_title(case.title, names))]
    form = form_of(case)
    limits = [q.max_chars for q in form.fields() if q.id == form.title_field and q.max_chars]
    return _plain(rules.title_too_long(case.title, *limits)) + advice


def _dates(case: Application, at: datetime) -> list[Said]:
    dates = []
    for question in form_of(case).fields():
        text = str(case.content.answers.get(question.id) or "")
        read = READERS.get(question.kind)
        day = read(text) if read and text else None
        if day is not None:
            dates.append(rules.Dated(question.id, question.label, day))
    submitted_on = civil_day(case.submitted_at or at)
    ahead = rules.dates_ahead({dated.label: dated.day for dated in dates}, submitted_on)
    return _plain(ahead + rules.ends_before_it_begins(dates))


def _repeated(case: Application, _at: datetime) -> list[Said]:
    entered = Application.objects.exclude(pk=case.pk).exclude(phase__in=("draft", "ended"))
    same = entered.filter(title=case.title)
    others = list(same.select_related("edition", "organisation").order_by("pk")[:FEW])
    said = [f"与 {o.edition.title} 的 {o.number}（{o.organisation.name}）名称相同。" for o in others]
    own = entered.filter(organisation=case.organisation_id).exclude(title=case.title).select_related("edition")
    near = [o for o in own.order_by("pk") if rules.alike(case.title, o.title) >= rules.ALIKE]
    told = [f"与本单位 {o.edition.title} 的 {o.number}“{o.title}”名称相近，请核对是否同一成果。" for o in near[:FEW]]
    copied = [
        Said(
            f"与 {one.case.edition.title} 的 {one.case.number} 有 {one.sentences} 句相同（占本成果长文本的 {one.share}%），请对照核对。",
            like=one.case.pk,
        )
        for one in similar.sharing(case)
    ]
    # Like names and words are no proof: a person looks, and they stand in nobody's way.
    return _plain(said) + [replace(one, blocking=False) for one in (*_plain(told), *copied)]


FEW = 5
READERS = {FieldKind.DATE: read_date, FieldKind.MONTH: read_month}
CHECKS: dict[ChecklistTest, Callable[[Application, datetime], list[Said]]] = {
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
