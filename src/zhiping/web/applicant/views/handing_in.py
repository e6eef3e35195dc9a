"""Review everything, hand it in, keep the receipt."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhiping.applications import actions
from zhiping.applications.actions.submission import reasons_against
from zhiping.applications.queries import casefile, pages, papers
from zhiping.core.errors import RuleViolations
from zhiping.core.permissions.words import Field, Verb
from zhiping.documents import actions as documents
from zhiping.web.applicant.presenting import fault_lines, head, tasks
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.downloads import pdf_response
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons


@login_required
def submit(request: SignedIn, application_id: int) -> HttpResponse:
    """Show all that will be handed in and every reason against it; submit once for each intention."""
    if request.method == "POST":
        return _submit(request, application_id)
    case, at = open_case(request, application_id, Verb.SUBMIT, Field.CASE)
    against = [v for v in reasons_against(case, at) if v.code != "form.fault"]
    faults = fault_lines(case, pages.places(case, at, complete=True), here=False)
    context = (
        head(case, at)
        | tasks(case, at)
        | {
            "faults": faults,
            "reasons": reasons(RuleViolations(against)),
            "content": casefile.content_rows(case, blind=False),
            "key": secrets.token_hex(16),
        }
    )
    return render(request, "applicant/submit.html", context)


def _submit(request: SignedIn, application_id: int) -> HttpResponse:
    """Submit; the same key again leads to the same receipt, even though the case is no draft any more."""
    case, at = open_case(request, application_id)
    key = request.POST.get("key", "") or secrets.token_hex(16)
    try:
        actions.submit(application_id=case.pk, key=key[:64], by=request.actor, at=at)
    except RuleViolations:
        return redirect("applicant:submit", case.pk)
    return redirect("applicant:receipt", case.pk)


@login_required
def receipt(request: SignedIn, application_id: int) -> HttpResponse:
    """Show the receipt of the last submission; it prints on one page."""
    case, at = open_case(request, application_id, Verb.SEE, Field.RECEIPT)
    found = pages.last_receipt(case)
    context = head(case, at) | {"receipt": found, "files": found.version.attachments}
    return render(request, "applicant/receipt.html", context)


@login_required
def receipt_pdf(request: SignedIn, application_id: int) -> HttpResponse:
    """Hand the receipt out as a PDF."""
    case, _at = open_case(request, application_id, Verb.SEE, Field.RECEIPT)
    found = pages.last_receipt(case)
    data = papers.receipt_data(found, settings.ASSOCIATION)
    return pdf_response(documents.typeset("receipt", data, at=found.at), f"{found.number}-回执.pdf")
