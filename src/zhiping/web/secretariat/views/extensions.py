"""An individual extension of the application stage: asked by one person of the office, confirmed by another (C5)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiping.applications import actions
from zhiping.applications.queries import pages
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until_at = forms.DateTimeField(
        label=gettext_lazy("延至（北京时间，到点即关）"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由（记入日志）"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


@login_required
def extension(request: Request, application_id: int) -> HttpResponse:
    """Ask for more time for one case; it counts once a colleague has confirmed it."""
    case, at = open_case(request, application_id, Verb.EXTEND, Field.CASE)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stage = pages.application_stage(case)
        try:
            actions.ask_extension(application_id=case.pk, stage_id=stage, **form.cleaned_data, by=request.actor, at=at)
        except RuleViolation as refusal:
            form.add_error("until_at", reasons(refusal)[0])
        else:
            messages.success(request, _("已提出延期，等另一位工作人员确认。"))
            return redirect("secretariat:extension", case.pk)
    context = {"case": case, "form": form, "extensions": pages.extensions(case)}
    return render(request, "secretariat/extension.html", context)


@login_required
@require_POST
def confirm_extension(request: Request, application_id: int, extension_id: int) -> HttpResponse:
    """Confirm a colleague's request."""
    case, at = open_case(request, application_id, Verb.EXTEND, Field.CASE)
    if extension_id not in {known.pk for known in pages.extensions(case)}:
        raise NotFound
    actions.confirm_extension(extension_id=extension_id, by=request.actor, at=at)
    messages.success(request, _("已确认延期。"))
    return redirect("secretariat:extension", case.pk)
