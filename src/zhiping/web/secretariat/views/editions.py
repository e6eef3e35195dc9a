"""The office's desk of editions: rules as frozen, windows, register of recommenders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import RuleViolation
from zhiping.journey import actions as journey
from zhiping.organisations import queries as organisations
from zhiping.programmes import actions, queries
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.secretariat.screening_forms import ReasonForm
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import Request

KINDS = {
    "district": gettext_lazy("区"),
    "industry": gettext_lazy("行业"),
    "group": gettext_lazy("集团公司"),
    "authority": gettext_lazy("主管部门"),
    "association": gettext_lazy("协会"),
    "virtual": gettext_lazy("协会代为推荐"),
}


class WindowForm(forms.Form):
    """When a stage stands open, Beijing time to the second, and why it is set."""

    opens_at = forms.DateTimeField(
        label=gettext_lazy("开始（北京时间）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("截止（北京时间，到点即关）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由（公开并记入日志）"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class RecommenderForm(forms.Form):
    """A unit that may recommend in this edition."""

    uscc = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=18, min_length=18)
    kind = forms.ChoiceField(label=gettext_lazy("类别"))
    label = forms.CharField(label=gettext_lazy("名录中的名称"), max_length=120)
    is_co_creation = forms.BooleanField(label=gettext_lazy("共建推荐单位（名额不受限制）"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [str(kind) for kind in kinds] or [kind for kind in KINDS if kind != "virtual"]
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in named if kind in KINDS]  # type: ignore[attr-defined]


def editions(request: Request) -> HttpResponse:
    """List the editions with their clock and state."""
    rows = [{"edition": e, "now": queries.now(e)} for e in queries.every_edition()]
    return render(request, "secretariat/editions/list.html", {"rows": rows})


def edition(request: Request, edition_id: int) -> HttpResponse:
    """Show an edition: stages with windows, rules at a glance, register."""
    found, asked = queries.get_edition(edition_id), _asked(request)
    if (answered := asked.answered()) is not None:
        return answered
    context = {
        "edition": found,
        "definition": queries.definition_of(found),
        "stages": queries.stage_rows(found),
        "recommenders": queries.register_of(found, asked.text, **asked.chosen),
        "now": queries.now(found),
        "kinds": KINDS,
    }
    context |= asked.context(file="secretariat:recommenders-file", args=[edition_id])
    return render(request, "secretariat/editions/edition.html", context)


def recommenders_file(request: Request, edition_id: int, kind: str) -> HttpResponseBase:
    """Hand out the register of recommenders as it is shown."""
    found, asked = queries.get_edition(edition_id), _asked(request)
    heading = [_("名称"), _("单位"), _("统一社会信用代码"), _("类别"), _("共建"), _("状态")]
    rows = (
        [
            one.label,
            one.organisation.name if one.organisation else "",
            (one.organisation.uscc or "") if one.organisation else "",
            str(KINDS.get(one.kind, one.kind)),
            _("共建") if one.is_co_creation else "",
            _("已取消推荐资格") if one.disqualified_at else _("有效"),
        ]
        for one in queries.register_of(found, asked.text, **asked.chosen)
    )
    return table_response(kind, f"recommenders-{found.key.replace('/', '-')}", heading, rows)


def _asked(request: Request) -> Filtered:
    states = [("standing", _("有效")), ("disqualified", _("已取消推荐资格"))]
    kinds = [(kind, str(label)) for kind, label in KINDS.items()]
    selects = [Select("kind", _("类别"), kinds), Select("state", _("状态"), states)]
    return Filtered(request, "recommenders", _("名称或统一社会信用代码"), selects)


def archive(request: Request, edition_id: int) -> HttpResponse:
    """Put a finished edition away with the reason, or take it out again."""
    found = queries.get_edition(edition_id)
    is_away = found.status == found.Status.ARCHIVED
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = journey.reopen if is_away else journey.archive
        who: dict[str, Any] = {"by": request.actor, "at": queries.now(found)}
        said = _("已重新打开。") if is_away else _("已归档。")
        if done(request, partial(act, edition_id=edition_id, reason=form.cleaned_data["reason"], **who), said, form):
            return redirect("secretariat:edition", edition_id)
    context = {"edition": found, "form": form, "is_away": is_away}
    return render(request, "secretariat/editions/archive.html", context)


def window(request: Request, edition_id: int, stage_id: str) -> HttpResponse:
    """Set or amend one stage's window with a reason."""
    found = queries.get_edition(edition_id)
    before = queries.window(found, stage_id)
    initial = {
        "opens_at": _local(before.opens_at if before else None),
        "closes_at": _local(before.closes_at if before else None),
    }
    form = WindowForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
        act = partial(actions.set_window, edition_id=edition_id, stage_id=stage_id, **form.cleaned_data, **who)
        if done(request, act, _("时间已设定。"), form):
            return redirect("secretariat:edition", edition_id)
    stage = next((s for s, _w in queries.stage_rows(found) if s.id == stage_id), None)
    context: dict[str, Any] = {"edition": found, "stage": stage, "form": form}
    return render(request, "secretariat/editions/window.html", context)


def recommenders(request: Request, edition_id: int) -> HttpResponse:
    """Register a recommending unit by its credit code."""
    found = queries.get_edition(edition_id)
    form = RecommenderForm(request.POST or None, kinds=queries.definition_of(found).route.recommender_kinds)
    if request.method == "POST" and form.is_valid():
        act = partial(_register, edition_id, form.cleaned_data, request)
        if done(request, act, _("已登记推荐单位。"), form):
            return redirect("secretariat:edition", edition_id)
    return render(request, "secretariat/editions/recommender.html", {"edition": found, "form": form})


def _register(edition_id: int, data: dict[str, Any], request: Request) -> None:
    organisation = organisations.by_uscc(data.pop("uscc"))
    if organisation is None:
        raise RuleViolation("recommender.unit_not_registered")
    actions.register_recommender(
        edition_id=edition_id, organisation_id=organisation.pk, by=request.actor, at=timezone.now(), **data
    )


def _local(instant: datetime | None) -> str:
    return timezone.localtime(instant).strftime("%Y-%m-%dT%H:%M:%S") if instant else ""
