"""The notice's own form as Word and PDF, and a Word copy read back into the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.applications import actions
from zhiping.applications.queries import official
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.applicant.presenting import head
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.official import form_file
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.uploads import sent

SALT, HOURS = "word copy", 12


@login_required
def word(request: SignedIn, application_id: int) -> HttpResponse:
    """Offer the form as Word, read a copy that comes back, and replace what was typed once that is confirmed."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    if not official.has_official_form(case):
        raise NotFound
    context: dict[str, Any] = head(case, at) | {"copy": None, "refused": []}
    if request.method == "POST":
        try:
            if "confirmed" in request.POST:
                return _taken(request, case.pk, at)
            context |= _read(request, case)
        except RuleViolation as refusal:
            context["refused"] = reasons(refusal)
    return render(request, "applicant/word.html", context, status=409 if context["refused"] else 200)


def _read(request: SignedIn, case: Any) -> dict[str, Any]:
    """Return what a Word copy says, and the same sealed for the confirming click."""
    copy = sent(request.FILES.get("copy"))
    if copy is None:
        raise RuleViolation("word.missing")
    found = official.read_word_copy(case, copy[1])
    base = {name: case.content.answers.get(name) for name in found.answers}
    kept = {
        "case": case.pk,
        "revision": case.content.revision,
        "answers": found.answers,
        "base": base,
        "by": _by(request),
    }
    return {"copy": found, "sealed": signing.dumps(kept, salt=SALT, compress=True)}


def _by(request: SignedIn) -> list[Any]:
    """Return who looks, as whom."""
    by = request.actor
    return [by.user_id, by.role, by.scope_id]


def _taken(request: SignedIn, application_id: int, at: Any) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["confirmed"], salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature as stale:
        raise RuleViolation("word.stale") from stale
    if (kept["case"], kept.get("by")) != (application_id, _by(request)):
        raise RuleViolation("word.stale")
    said = {name: kept[name] for name in ("answers", "base", "revision")}
    actions.save_answers(application_id=application_id, **said, by=request.actor, at=at)
    messages.success(request, _("已按 Word 副本更新 %(n)s 项内容。") % {"n": len(kept["answers"])})
    return redirect("applicant:draft", application_id)


@login_required
def word_file(request: SignedIn, application_id: int) -> HttpResponse:
    """Hand out the form as Word, filled in as far as the draft is."""
    case, at = open_case(request, application_id, Verb.SEE, Field.PRIVATE)
    return form_file(case, "docx", private=True, at=at)


@login_required
def form_pdf(request: SignedIn, application_id: int) -> HttpResponse:
    """Hand out the form as PDF, to print."""
    case, at = open_case(request, application_id, Verb.SEE, Field.PRIVATE)
    return form_file(case, "pdf", private=True, at=at)
