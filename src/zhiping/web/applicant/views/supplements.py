"""The applicant answers what the formal check asked to be mended, item by item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.journey import queries as journey
from zhiping.screening import actions, queries
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.casefile import beside
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.uploads import sent

ACCEPT = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xlsx"


class SupplementForm(forms.Form):
    """A reply and a file for each finding asked."""

    def __init__(self, *args: Any, findings: list[Any], mending: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for number, finding in enumerate(findings, start=1):
            self.fields[f"reply-{finding.pk}"] = forms.CharField(
                label=_("第 %(n)s 项的回复") % {"n": number},
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 4, "data-counter": "2000"}),
            )
            self.fields[f"file-{finding.pk}"] = forms.FileField(
                label=_("补正材料（可不传）"),
                required=False,
                widget=forms.ClearableFileInput({"accept": ACCEPT}),
                help_text=_replaces(mending[finding.pk])
                if finding.pk in mending
                else _("PDF、图片或 Word，不超过 20 MB。"),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each finding with its two fields."""
        return [{"finding": f, "reply": self[f"reply-{f.pk}"], "file": self[f"file-{f.pk}"]} for f in self.findings]

    def replies(self) -> dict[int, str]:
        """Return the words by finding."""
        return {f.pk: self.cleaned_data[f"reply-{f.pk}"] for f in self.findings}

    def attachments(self) -> dict[int, tuple[str, bytes]]:
        """Return the files by finding."""
        uploads = {f.pk: sent(self.cleaned_data.get(f"file-{f.pk}")) for f in self.findings}
        return {finding: upload for finding, upload in uploads.items() if upload is not None}


def supplement(request: Request, application_id: int) -> HttpResponse:
    """Show what is asked with clause and date; answer all of it at once."""
    case = journey.get_case(request.actor, application_id)
    if not journey.may(request.actor, case, Verb.SEE, Field.FINDINGS):
        raise NotFound
    may_answer = journey.may(request.actor, case, Verb.ANSWER, Field.FINDINGS)
    asked = queries.asked_findings(case)
    mending = queries.files_that_mend(case, asked, at_edition(request, case.edition))
    form = SupplementForm(request.POST or None, request.FILES or None, findings=asked, mending=mending)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, case, form)
        except RuleViolation as refused:
            form.add_error(None, reasons(refused))
        else:
            messages.success(request, _("补正已提交，秘书处将继续审查。"))
            return redirect("case", application_id)
    dues = [finding.due_at for finding in form.findings if finding.due_at]
    context = {"form": form, "may_answer": may_answer, "due_at": min(dues, default=None)}
    return render(request, "applicant/supplement.html", context | beside(request.actor, case))


def _replaces(rule: Any) -> str:
    named = {"label": in_language(rule.label, rule.label_en), "mb": rule.max_bytes // 1024**2}
    return _("作为“%(label)s”的新材料，不超过 %(mb)s MB。") % named


def _answer(request: Request, case: Any, form: SupplementForm) -> None:
    actions.answer(
        application_id=case.pk,
        replies=form.replies(),
        attachments=form.attachments(),
        by=request.actor,
        at=at_edition(request, case.edition),
    )
