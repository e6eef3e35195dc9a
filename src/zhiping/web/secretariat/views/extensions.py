"""An individual extension, of handing in or of recommending: asked by one person of the office, confirmed by another (C5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiping.applications import actions
from zhiping.applications.queries import pages, window_of
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.programmes import queries as programmes
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from zhiping.applications.models import Application


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
        stage = pages.stage_to_extend(case)
        try:
            actions.ask_extension(application_id=case.pk, stage_id=stage, **form.cleaned_data, by=request.actor, at=at)
        except RuleViolation as refusal:
            form.add_error("until_at", reasons(refusal)[0])
        else:
            messages.success(request, _("已提出延期，等另一位工作人员确认。"))
            return redirect("secretariat:extension", case.pk)
    return render(request, "secretariat/extension.html", {"form": form, **_shown(case)})


def _shown(case: Application) -> dict[str, Any]:
    """Return what was asked for the case, each with its stage, and which stage would be extended now."""
    stages = {one.id: in_language(one.label, one.label_en) for one in programmes.definition_of(case.edition).stages}
    asked = [{"of": one, "stage": stages.get(one.stage_id, "")} for one in pages.extensions(case)]
    now = pages.stage_to_extend(case)
    return {
        "case": case,
        "extensions": asked,
        "stage": stages.get(now, ""),
        "window": window_of(case, now),
    }


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
