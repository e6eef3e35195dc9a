"""What the templates of a draft show, made from queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from zhiping.applications import queries
from zhiping.applications.queries import pages
from zhiping.applications.queries.completeness import needs_endorsement
from zhiping.applications.queries.official import has_official_form
from zhiping.core.definition.vocabulary import QuotaMoment, Severity, StageKind
from zhiping.core.errors import RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.web.shared.forms import questions, sentence, sentences
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusal_texts import text_of

if TYPE_CHECKING:
    from zhiping.applications.models import Application


PLACES = {"eligibility": "applicant:conditions", "files": "applicant:files", "endorsement": "applicant:draft"}
"""By the first part of a reason's code: the page where it is mended."""
OPINION = "#opinion"


def reason_lines(case: Application, against: Iterable[RuleViolation]) -> list[dict[str, str]]:
    """Return each reason against submitting as a sentence, with the page where it is mended if there is one."""
    return [{"sentence": text_of(one), "href": _place(case, one.code.partition(".")[0])} for one in against]


def _place(case: Application, matter: str) -> str:
    page = PLACES.get(matter)
    part = OPINION if matter == "endorsement" else ""
    return f"{reverse(page, args=[case.pk])}{part}" if page else ""


def head(case: Application, at: datetime) -> dict[str, Any]:
    """Return the head of every page of a draft: dimensions in words, the close by the server's clock."""
    definition = programmes.definition_of(case.edition)
    dimensions = []
    for name, options in definition.dimensions.items():
        chosen = next((o for o in options if o.id == case.dimensions.get(name)), None)
        label = definition.dimension_labels.get(name)
        if chosen is not None and label is not None:
            shown = in_language(label.label, label.label_en), in_language(chosen.label, chosen.label_en)
            dimensions.append(shown)
    stages = definition.stages_of(StageKind.APPLICATION)
    window = queries.window_of(case, stages[0].id) if stages else None
    left = window.time_left(at) if window else None
    return {
        "case": case,
        "definition": definition,
        "now": at,
        "dimensions": dimensions,
        "closes_at": window.closes_at if window else None,
        "is_open": window.contains(at) if window else True,
        "left": None if left is None else (left.days, left.seconds // 3600, left.seconds % 3600 // 60),
    }


def tasks(case: Application, at: datetime) -> dict[str, Any]:
    """Return the task list: sections, conditions, files, way, the unit's opinion, quotas.

    written: nothing of the form and of the files is left to do, what is next is done beside the list.
    """
    parts = pages.condition_parts(case, at)
    refusing = [p for p in parts if p.finding is not None and p.finding.severity == Severity.REFUSE]
    files, sections = pages.file_parts(case, at), queries.sections(case, at)
    return {
        "sections": sections,
        "conditions_open": [p for p in refusing if p.finding and not p.finding.answered],
        "conditions_unmet": [p for p in refusing if p.finding and p.finding.answered],
        "conditions": len(parts),
        "files": files,
        "files_lacking": [p.rule for p in files if p.lacks],
        "written": not refusing and not any(p.lacks for p in files) and all(s.state == "done" for s in sections),
        "needs_endorsement": needs_endorsement(case),
        "official": has_official_form(case),
        "endorsement": queries.standing_endorsement(case),
        "quotas": [a for a in queries.quota_answers(case, QuotaMoment.SUBMIT) if a.applies],
    }


def fault_lines(case: Application, found: list[pages.Place], *, here: bool) -> list[dict[str, str]]:
    """Return the lines of an error summary: label, sentence, and a link to the very input.

    Args: here: the inputs stand on this page.
    """
    lines = []
    for place in found:
        anchor = f"#q-{place.input_name}"
        page = "" if here else reverse("applicant:section", args=[case.pk, place.section_id]) + "?check=1"
        lines.append({"href": f"{page}{anchor}", "label": _name(place), "sentence": sentence(place.fault)})
    return lines


def _name(place: pages.Place) -> str:
    if place.field is None:
        return place.input_name
    label = in_language(place.field.label, place.field.label_en)
    if place.column is None or place.row is None:
        return label
    return f"{label} {place.row} · {in_language(place.column.label, place.column.label_en)}"


def form_page(
    case: Application, page: pages.SectionPage, at: datetime, typed: dict[str, Any], *, check: bool, more: str
) -> dict[str, Any]:
    """Return one section with what was typed, what is wrong, and what the next save starts from.

    Args: typed: what a refused save sent, which stands above what is kept. check: what is missing counts as wrong.
    more: id of the table that gets more empty rows.
    """
    found = [] if typed else pages.places(case, at, complete=check, section_id=page.section.id)
    asked = questions(
        page.form,
        page.section,
        page.answers | typed,
        shown=page.shown,
        errors=sentences(place.fault for place in found),
        more_rows=more,
    )
    secret = [field.id for field in page.section.fields if field.private]
    secret += [f"{field.id}-*-{c.id}" for field in page.section.fields for c in field.columns if c.private]
    base = {field.id: page.answers.get(field.id) for field in page.section.fields}
    return {
        "page": page,
        "questions": asked,
        "faults": fault_lines(case, found, here=True),
        "secret": " ".join(secret),
        "base": json.dumps(base, ensure_ascii=False),
        "revision": case.content.revision,
        "saved_at": case.content.saved_at,
        "total": len(page.form.sections),
    }
