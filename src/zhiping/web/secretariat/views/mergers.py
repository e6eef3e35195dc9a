"""The register's two hard questions: what belongs to which group, and what is one unit entered twice."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from zhiping.applications.queries import quotas_together
from zhiping.core.errors import NotFound
from zhiping.journey import queries as journey
from zhiping.organisations import actions, queries
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request

PAGE = 50
CODE = 18
LIKENESS = {
    "identical": gettext_noop("名称相同"),
    "same_but_for_form": gettext_noop("只差组织形式或地名"),
    "one_character": gettext_noop("只差一个字"),
}


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(
        label=gettext_lazy("理由（记入日志）"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


class GroupForm(ReasonForm):
    """To which unit a unit belongs, and since when."""

    field_order = ("parent", "since")
    parent = forms.CharField(
        label=gettext_lazy("上级单位"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("填统一社会信用代码或登记的全称；留空表示不隶属于任何单位。"),
    )
    since = forms.DateField(
        label=gettext_lazy("隶属自（不清楚可不填）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def parent_id(self) -> int | None:
        """Return the unit meant; None for no parent. Call once the form is valid."""
        found = queries.by_code_or_name(self.cleaned_data["parent"])
        return found.pk if found is not None else None

    def clean_parent(self) -> str:
        """Refuse a unit that is not on the register, or a name that several bear."""
        typed = str(self.cleaned_data["parent"]).strip()
        if typed and queries.by_code_or_name(typed) is None:
            raise forms.ValidationError(_("名册中没有这个单位，或有几个同名单位。请改填统一社会信用代码。"))
        return typed


def group(request: Request, organisation_id: int) -> HttpResponse:
    """Show the group around a unit; set, change or end to which unit it belongs."""
    unit = queries.get(organisation_id)
    known = {"parent": (unit.parent.uscc or unit.parent.name) if unit.parent else "", "since": unit.parent_since}
    form = GroupForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        to: dict[str, Any] = {"parent_id": form.parent_id(), "since": given["since"], "reason": given["reason"]}
        act = partial(actions.set_parent, organisation_id=unit.pk, **to, by=request.actor, at=timezone.now())
        if done(request, act, _("已更正隶属关系。"), form):
            return redirect("secretariat:organisation", unit.pk)
    context = {"unit": unit, "form": form, "tree": queries.tree(unit.pk)}
    return render(request, "secretariat/organisations/group.html", context)


def duplicates(request: Request) -> HttpResponse:
    """List entries whose names are so alike that they may be one unit; say of a pair that it is two."""
    if request.method == "POST":
        first, second = number(request, "first"), number(request, "second")
        who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
        act = partial(actions.tell_apart, first_id=first, second_id=second, **who)
        if done(request, act, _("已记下：不是同一单位，不再提示。")):
            return redirect("secretariat:duplicates")
    page = Paginator(queries.suspects(), PAGE).get_page(request.GET.get("page"))
    rows = [{"pair": pair, "why": _(LIKENESS[pair.why])} for pair in page.object_list]
    return render(request, "secretariat/organisations/duplicates.html", {"page": page, "rows": rows})


def merge(request: Request, organisation_id: int) -> HttpResponse:
    """Put two entries side by side, choose which stays, merge with the reason."""
    unit = queries.get(organisation_id)
    wanted = (request.POST.get("with") or request.GET.get("with") or "").strip()
    other = _other(unit.pk, wanted)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and other is not None and form.is_valid():
        pair = {unit.pk, other.pk}
        kept = number(request, "keep")
        gone = next(iter(pair - {kept}), kept)
        if not {kept, gone} <= pair:
            raise NotFound
        who: dict[str, Any] = {"by": request.actor, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
        act = partial(actions.merge, duplicate_id=gone, survivor_id=kept, **who)
        if done(request, act, _("已合并，并通知双方管理员。合错了，可以在本页“重复登记”中撤销。"), form):
            return redirect("secretariat:organisation", kept)
    typed = (other.uscc or other.name) if other is not None and _is_id(wanted) else wanted
    context = {"unit": unit, "wanted": wanted, "other": other, "form": form, "suspects": queries.suspects(unit.pk)}
    context["typed"] = typed
    sides = [_side(one) for one in (unit, other) if one is not None]
    context["beyond"] = quotas_together.exceeded_together(unit, other) if other is not None else []
    return render(request, "secretariat/organisations/merge.html", context | {"sides": sides})


def _other(unit_id: int, wanted: str) -> Any:
    """Return the entry to compare with, by code, whole name, or the id where a link leads here; None for itself."""
    found = queries.find(int(wanted)) if _is_id(wanted) else queries.by_code_or_name(wanted)
    return found if found is not None and found.pk != unit_id else None


def _is_id(wanted: str) -> bool:
    """Tell an id from a code, which may be all digits, too, but has eighteen of them."""
    return wanted.isascii() and wanted.isdecimal() and len(wanted) < CODE


def _side(unit: Any) -> dict[str, Any]:
    """Return what helps to see whether two entries are one unit, and what the merger would bring together."""
    return {
        "unit": unit,
        "names": queries.other_names(unit.pk),
        "people": queries.memberships(unit.pk).count(),
        "teams": queries.teams(unit.pk).count(),
        "cases": journey.cases_of_unit(unit.pk),
    }


def undo_merge(request: Request, organisation_id: int, merger_id: int) -> HttpResponse:
    """Make two units of one again, with the reason."""
    merger = queries.merger(organisation_id, merger_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"by": request.actor, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
        if done(request, partial(actions.undo_merge, merger_id=merger.pk, **who), _("已撤销合并。"), form):
            return redirect("secretariat:organisation", merger.duplicate_id)
    context = {"merger": merger, "form": form, "unit_id": organisation_id}
    return render(request, "secretariat/organisations/undo_merge.html", context)
