"""The conditions of applying, each with its clause, answered before the form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from zhiping.applications import actions
from zhiping.applications.queries import pages
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.applicant.presenting import head
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.phases import in_language

ANSWERS = {"yes": True, "no": False}


@login_required
def conditions(request: SignedIn, application_id: int) -> HttpResponse:
    """Ask the conditions; an unmet one that refuses is told at once, before anybody has written a page."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    parts = pages.condition_parts(case, at)
    if request.method == "POST":
        given = _given(parts, request.POST)
        kept = actions.answer_eligibility(application_id=case.pk, answers=given, by=request.actor, at=at)
        pages.go_on_with(case, kept)
        left = [p for p in pages.condition_parts(case, at) if p.is_asked and p.finding is not None]
        return redirect("applicant:conditions" if left else "applicant:draft", case.pk)
    answered = bool(case.content.eligibility)
    lines = [_line(p, told=answered) for p in parts]
    return render(request, "applicant/conditions.html", head(case, at) | {"lines": lines, "answered": answered})


def _given(parts: list[pages.ConditionPart], post: QueryDict) -> dict[str, Any]:
    """Return the answers typed; a blank one stays unanswered, a wrong one is not kept."""
    found: dict[str, Any] = {}
    for part in parts:
        typed = post.get(part.rule.id, "").strip()
        if not part.is_asked or not typed:
            continue
        if _control(part) == "yes_no":
            found[part.rule.id] = ANSWERS.get(typed)
        elif _control(part) == "years" and typed.isdecimal():
            found[part.rule.id] = int(typed[:3])
        elif _control(part) == "date":
            found[part.rule.id] = typed[:10]
    return {rule: answer for rule, answer in found.items() if answer is not None}


def _control(part: pages.ConditionPart) -> str:
    return {"years_at_least": "years", "within_years": "date"}.get(str(part.rule.test), "yes_no")


def _line(part: pages.ConditionPart, *, told: bool) -> dict[str, Any]:
    finding = part.finding
    return {
        "rule": part.rule,
        "label": in_language(part.rule.label, part.rule.label_en),
        "control": _control(part),
        "answer": part.answer,
        "asked": part.is_asked,
        "unmet": finding is not None and (finding.answered or not part.is_asked),
        "unanswered": told and finding is not None and not finding.answered and part.is_asked,
        "refuses": str(part.rule.severity) == "refuse",
    }
