"""Files of a draft: handed in one by one under the edition's rules, taken back before submission."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiping.applications import actions
from zhiping.applications.queries import pages
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.applicant import uploading
from zhiping.web.applicant.presenting import head
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons


@login_required
def files(request: SignedIn, application_id: int) -> HttpResponse:
    """Show what is asked for and what was handed in; hand in files, each accepted or refused by itself."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.ATTACHMENTS)
    rule_id = request.POST.get("rule", "")
    refused = {rule_id: _take(request, case.pk, rule_id, at)} if request.FILES else {}
    if request.method == "POST" and not any(refused.values()):
        messages.success(request, _("已上传。") if request.FILES else _("请先选择文件，再上传。"))
        return redirect("applicant:files", case.pk)
    unfinished = uploading.unfinished(request, uploading.DRAFT, case)
    parts = [
        {"part": part, "refused": refused.get(part.rule.id, []), "unfinished": unfinished.get(part.rule.id, [])}
        for part in pages.file_parts(case, at)
    ]
    return render(request, "applicant/files.html", head(case, at) | {"parts": parts}, status=409 if refused else 200)


def _take(request: SignedIn, application_id: int, rule_id: str, at: datetime) -> list[str]:
    """Hand in each file of the plain form; return why some were not taken."""
    refused = []
    for upload in request.FILES.getlist("file"):
        try:
            actions.attach(
                application_id=application_id,
                rule_id=rule_id,
                name=upload.name or "",
                content=cast("BinaryIO", upload.file),
                replaces=uploading.replaced(request),
                by=request.actor,
                at=at,
            )
        except RuleViolation as refusal:
            refused.append(_("%(name)s：%(reason)s") % {"name": upload.name, "reason": reasons(refusal)[0]})
    return refused


@login_required
@require_POST
def detach(request: SignedIn, application_id: int, attachment_id: int) -> HttpResponse:
    """Take a file back."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.ATTACHMENTS)
    actions.detach(application_id=case.pk, attachment_id=attachment_id, by=request.actor, at=at)
    messages.success(request, _("已删除文件。"))
    return redirect("applicant:files", case.pk)
