"""The office's desk of the register: approve units and recommending officers, correct and rename units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiping.core.errors import RuleViolation
from zhiping.organisations import actions, queries
from zhiping.web.shared.downloads import serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.register_forms import ProfileForm

if TYPE_CHECKING:
    from zhiping.organisations.models import Organisation


class CorrectForm(ProfileForm):
    """A unit of the register as the office corrects it."""

    name = forms.CharField(
        label=gettext_lazy("单位名称"), max_length=120, help_text=gettext_lazy("改名后，原名称作为曾用名保留。")
    )
    reason = forms.CharField(
        label=gettext_lazy("理由（记入日志）"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    field_order = ("name",)


@login_required
def organisations(request: Request) -> HttpResponse:
    """Show what waits for approval, and find a unit by name or code."""
    wanted = request.GET.get("q", "").strip()
    context = {
        "entries": queries.entries_to_approve(),
        "requests": queries.requests_to_decide(),
        "found": queries.search(wanted) if wanted else [],
        "wanted": wanted,
    }
    return render(request, "secretariat/organisations/list.html", context)


@login_required
def organisation(request: Request, organisation_id: int) -> HttpResponse:
    """Correct what the register knows of a unit, with the reason."""
    unit = queries.get(organisation_id)
    initial = {name: getattr(unit, name) for name in (*ProfileForm.base_fields, "name")}
    form = CorrectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _correct(request, unit, form)
        except RuleViolation as refusal:
            form.add_error(None, reasons(refusal)[0])
        else:
            messages.success(request, _("已更正登记信息。"))
            return redirect("secretariat:organisation", organisation_id)
    context = {
        "unit": unit,
        "form": form,
        "names": queries.other_names(unit.pk),
        "tree": queries.tree(unit.pk),
        "mergers": queries.mergers(unit.pk),
    }
    return render(request, "secretariat/organisations/organisation.html", context)


def _correct(request: Request, unit: Organisation, form: CorrectForm) -> None:
    given, at = form.cleaned_data, timezone.now()
    common = {"organisation_id": unit.pk, "reason": given["reason"], "by": request.actor, "at": at}
    actions.rename(name=given["name"], **common)
    actions.correct(profile=form.profile(), **common)


@login_required
@require_POST
def decide_organisation(request: Request, organisation_id: int) -> HttpResponse:
    """Approve or refuse a unit's entry."""
    if request.POST.get("act") == "approve":
        actions.approve(organisation_id=organisation_id, by=request.actor, at=timezone.now())
    else:
        reason = request.POST.get("reason", "")
        actions.refuse(organisation_id=organisation_id, reason=reason, by=request.actor, at=timezone.now())
    messages.success(request, _("已办理，并通知登记人。"))
    return redirect("secretariat:organisations")


@login_required
def claim_evidence(request: Request, membership_id: int) -> FileResponse:
    """Hand out the paper that came with a claim."""
    stored = queries.claim_evidence(membership_id)
    return serve(stored, stored.name)


@login_required
@require_POST
def decide_officer(request: Request, membership_id: int) -> HttpResponse:
    """Approve or refuse a request that the office decides."""
    if request.POST.get("act") == "approve":
        actions.approve_member(membership_id=membership_id, by=request.actor, at=timezone.now())
    else:
        reason = request.POST.get("reason", "")
        actions.refuse_member(membership_id=membership_id, reason=reason, by=request.actor, at=timezone.now())
    messages.success(request, _("已办理，并通知本人。"))
    return redirect("secretariat:organisations")
