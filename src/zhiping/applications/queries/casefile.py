"""The first stage's part of the case page: only what the given fields allow."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiping.applications.models import Application, Attachment, Receipt
from zhiping.applications.queries.completeness import form_of, standing_endorsement
from zhiping.asking import prepared
from zhiping.core.definition import form as forms
from zhiping.core.definition.schema import Field as Question
from zhiping.core.permissions.words import Field
from zhiping.programmes import queries as programmes


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return content, attachments, endorsement and receipt as far as the fields allow, as plain values."""
    facts: dict[str, Any] = {}
    if Field.CONTENT in fields:
        facts["content"] = content_rows(application, blind=Field.IDENTITY not in fields)
    if Field.ATTACHMENTS in fields:
        standing = _attachments(application.pk, Field.IDENTITY in fields)
        facts["attachments"] = [
            {
                "id": a.file_id,
                "rule": a.rule_id,
                "name": a.file.name,
                "size": a.file.size,
                "pages": a.file.pages,
                "preview": a.file.preview,
                "held": a.file.get_scan_display() if a.file.is_held else "",
            }
            for a in standing
        ]
    if Field.ENDORSEMENT in fields:
        facts["endorsement"] = standing_endorsement(application)
    if Field.RECEIPT in fields:
        facts["receipt"] = _last_receipt.first(application.pk)
        facts["copies"] = _copies(application)
    return facts


def _copies(application: Application) -> dict[str, Any] | None:
    """Return how many paper copies the edition asks for and when each came, or None where it asks for none."""
    paper = programmes.definition_of(application.edition).paper
    if paper is None:
        return None
    return {"asked": paper.copies, "here": list(application.paper_copies.filter(taken_back_at__isnull=True))}


@prepared
def _attachments(application_id: int, with_portraits: bool) -> QuerySet[Attachment]:  # noqa: FBT001 -- of the question
    found = Attachment.objects.filter(application_id=application_id, removed_at__isnull=True).select_related("file")
    return found if with_portraits else found.exclude(rule_id__startswith="photo.")


@prepared
def _last_receipt(application_id: int) -> QuerySet[Receipt]:
    return Receipt.objects.filter(application_id=application_id).order_by("-pk")[:1]


def content_rows(application: Application, *, blind: bool) -> list[dict[str, Any]]:
    """Return the answers section by section; blind leaves out every field that tells who applies."""
    form, answers = form_of(application), application.content.answers
    shown = {q.id for q in forms.visible_fields(form, answers, dimensions=application.dimensions)}
    found = []
    for section in form.sections:
        rows = [
            _row(q, answers.get(q.id), answers.get(f"{q.id}_other"), blind=blind)
            for q in section.fields
            if q.id in shown and not (blind and (q.identifies or q.private))
        ]
        if rows:
            found.append({"id": section.id, "label": section.label, "label_en": section.label_en, "rows": rows})
    return found


def _row(question: Question, value: Any, other: Any, *, blind: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"id": question.id, "label": question.label, "label_en": question.label_en}
    if question.columns:
        columns = [c for c in question.columns if not (blind and (c.identifies or c.private))]
        row["columns"] = columns
        row["table"] = [[_said(c.options, line.get(c.id)) for c in columns] for line in value or []]
    else:
        row["value"] = _said(question.choices, value)
        row["other"] = other or ""
        row["is_long"] = question.kind == "long_text"
    return row


def _said(options: Any, value: Any) -> Any:
    named = {option.id: option for option in options}
    if isinstance(value, list):
        return [named.get(v, v) for v in value]
    return named.get(value, value) if isinstance(value, str) else value
