"""Form and evidence of a case, bound into one PDF to print."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhiping.applications import actions
from zhiping.applications.queries import bundles
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.downloads import serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons


@login_required
def bundle(request: Request, application_id: int) -> HttpResponse:
    """Tell how far the bundle of the present content is; have it bound when asked."""
    case, _at = open_case(request, application_id, Verb.SEE, Field.RECEIPT)
    if request.method == "POST":
        actions.ask_bundle(application_id=case.pk, by=request.actor, at=timezone.now())
        return redirect("bundle", case.pk)
    failed = bundles.problem_of(case)
    context = {
        "case": case,
        "bundle": bundles.bundle_of(case),
        "problem": reasons(RuleViolation(failed["code"], **failed["facts"])) if failed else [],
        "asked": bundles.copies_asked(case),
        "copies": bundles.copies_of(case),
    }
    return render(request, "ui/bundle.html", context)


@login_required
def bundle_file(request: Request, application_id: int) -> FileResponse:
    """Hand out the bundle of the present content."""
    case, _at = open_case(request, application_id, Verb.SEE, Field.RECEIPT)
    found = bundles.bundle_of(case)
    if found is None or found.file is None:
        raise NotFound
    return serve(found.file, found.file.name)
