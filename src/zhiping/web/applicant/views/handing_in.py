"""Review everything, hand it in, keep the receipt."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhiping.applications import actions
from zhiping.applications.actions.submission import reasons_against
from zhiping.applications.queries import casefile, confirming, pages, papers
from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.core.permissions.words import Field, Verb
from zhiping.documents import actions as documents
from zhiping.web.applicant.presenting import fault_lines, head, reason_lines, tasks
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.downloads import pdf_response
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from zhiping.applications.models import Application

UNCONFIRMED = "certificate.unconfirmed"


@login_required
def submit(request: SignedIn, application_id: int) -> HttpResponse:
    """Show all that will be handed in and every reason against it; submit once for each intention."""
    if request.method == "POST":
        return _submit(request, application_id)
    case, at = open_case(request, application_id, Verb.SUBMIT, Field.CASE)
    return _before_submitting(request, case, at, reasons_against(case, at, request.actor))


def _submit(request: SignedIn, application_id: int) -> HttpResponse:
    """Submit; the same key again leads to the same receipt, even though the case is no draft any more."""
    case, at = open_case(request, application_id)
    key = request.POST.get("key", "") or secrets.token_hex(16)
    try:
        confirmed = request.POST.get("confirmed", "")
        actions.submit(application_id=case.pk, key=key[:64], confirmed=confirmed, by=request.actor, at=at)
    except RuleViolations as refused:
        return _before_submitting(request, case, at, refused.violations, was_sent=True)
    return redirect("applicant:receipt", case.pk)


def _before_submitting(
    request: SignedIn, case: Application, at: datetime, against: Sequence[RuleViolation], *, was_sent: bool = False
) -> HttpResponse:
    """Show the content and what stands against it; who has sent it reads at which instant the server had it.

    In a rush thousands are told that it is closed: they get what they need to know, and no content made out anew.
    """
    codes = {v.code for v in against}
    is_wrong = "form.fault" in codes
    faults = fault_lines(case, pages.places(case, at, complete=True), here=False) if is_wrong else []
    context = (
        head(case, at)
        | tasks(case, at)
        | {
            "faults": faults,
            "reasons": reason_lines(case, [v for v in against if v.code not in ("form.fault", UNCONFIRMED)]),
            "wording": confirming.as_on_certificate(case),
            "unconfirmed": codes == {UNCONFIRMED} and reasons(RuleViolations(list(against)))[0],
            "content": [] if was_sent and codes != {UNCONFIRMED} else casefile.content_rows(case, blind=False),
            "key": secrets.token_hex(16),
            "arrived_at": at if was_sent else None,
        }
    )
    return render(request, "applicant/submit.html", context, status=409 if was_sent else 200)


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
