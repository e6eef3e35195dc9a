"""The office's desk of the register: approve units and recommending officers, correct and rename units."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiping.core.errors import RuleViolation
from zhiping.organisations import actions, queries
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.secretariat.trials import Row, Trial
from zhiping.web.shared.doing import done, numbers
from zhiping.web.shared.downloads import serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusal_texts import text_of
from zhiping.web.shared.register_forms import ProfileForm

if TYPE_CHECKING:
    from zhiping.organisations.models import Organisation

PAGE = 100


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
    asked = _asked(request)
    if (answered := asked.answered()) is not None:
        return answered
    context = {
        "entries": queries.entries_to_approve(),
        "requests": queries.requests_to_decide(),
        "page": Paginator(_found(asked), PAGE).get_page(request.GET.get("page")) if asked.address else None,
    }
    file = "secretariat:organisations-file" if asked.address else ""
    return render(request, "secretariat/organisations/list.html", context | asked.context(file=file))


def organisations_file(request: Request, kind: str) -> HttpResponseBase:
    """Hand out the units as they are shown; all of them where nothing is asked for."""
    heading = [_("单位"), _("统一社会信用代码"), _("所在区"), _("状态")]
    states = dict(_states())
    rows = (
        [unit.name, unit.uscc or "", unit.district, states[_state(unit)]]
        for unit in _found(_asked(request)).iterator(chunk_size=2000)
    )
    return table_response(kind, "organisations", heading, rows)


def _asked(request: Request) -> Filtered:
    districts = [(name, name) for name in queries.districts()]
    selects = [Select("district", _("所在区"), districts), Select("state", _("状态"), _states())]
    return Filtered(request, "organisations", _("名称、曾用名或统一社会信用代码"), selects)


def _states() -> list[tuple[str, str]]:
    return [(queries.APPROVED, _("已通过")), (queries.ENTERED, _("未通过或待审核")), (queries.MERGED, _("已并入"))]


def _state(unit: Organisation) -> str:
    if unit.merged_into_id:
        return queries.MERGED
    return queries.APPROVED if unit.approved_at else queries.ENTERED


def _found(asked: Filtered) -> Any:
    return queries.listed(asked.text, **asked.chosen)


@login_required
def organisation(request: Request, organisation_id: int) -> HttpResponse:
    """Correct what the register knows of a unit, with the reason."""
    unit = queries.get(organisation_id)
    initial = {name: getattr(unit, name) for name in (*ProfileForm.base_fields, "name")}
    form = CorrectForm(request.POST or None, initial=initial)
    correct = partial(_correct, request, unit, form)
    if request.method == "POST" and form.is_valid() and done(request, correct, _("已更正登记信息。"), form):
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
def approve_several(request: Request) -> HttpResponse:
    """Show what approving the units and people ticked would do; approve them once that very outcome is confirmed."""
    back = reverse("secretariat:organisations")
    consequence = _(
        "每家单位与它的首位管理员一并通过，每位人员按所申请的身份通过，并通知本人。认领的，请确认已经核对说明和授权书。"
    )
    trial = Trial(request, "organisations.approve", "", _("审核通过"), consequence, back, _to_approve(request))
    if not trial.rows:
        messages.error(request, _("请先勾选待审核的单位或人员。"))
        return redirect(back)
    if not trial.shown.is_confirmed:
        return trial.page()
    ids = {kind: [int(row.key[1:]) for row in trial.ready if row.key[0] == kind] for kind in "um"}
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    units, people = actions.approve_several(organisation_ids=ids["u"], membership_ids=ids["m"], **who)
    counts = {"units": len(units.done), "people": len(people.done)}
    trial.say(_("已通过 %(units)s 家单位、%(people)s 位人员，并已通知。") % counts, units, people)
    return redirect(back)


def _to_approve(request: Request) -> list[Row]:
    """Return what is chosen and still waits; people of a unit that is not approved wait for it, or come with it."""
    units = queries.entries_to_approve(numbers(request, "entries"))
    known = {unit.pk for unit in units}
    rows = [Row(f"u{one.pk}", one.name, one.uscc or "", _page_of(one.pk)) for one in units]
    for one in queries.requests_to_decide(numbers(request, "requests")):
        waits = one.organisation.approved_at is None and one.organisation_id not in known
        why = RuleViolation("organisation.not_approved", name=one.organisation.name)
        detail = f"{one.organisation.name} · {one.get_capacity_display()}"
        reason = text_of(why) if waits else ""
        rows.append(Row(f"m{one.pk}", one.user.name, detail, _page_of(one.organisation_id), reason))
    return rows


def _page_of(organisation_id: int) -> str:
    return reverse("secretariat:organisation", args=[organisation_id])


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
