"""The office opens notices, hears objections and settles them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.calendar import notice_window
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.decision import actions
from zhiping.decision.queries import listed
from zhiping.decision.queries import notices as queries
from zhiping.decision.rules import notices
from zhiping.programmes import queries as programmes
from zhiping.web.secretariat.filtered import Filtered, Select
from zhiping.web.secretariat.views.tabs import tabs
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.downloads import serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import list_table
from zhiping.web.shared.refusals import reasons

PAGE = 100


class SettleForm(forms.Form):
    """The office's finding on an objection."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("核查结论"),
        choices=[("upheld", gettext_lazy("异议成立")), ("refused", gettext_lazy("异议不成立"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("答复（提出人凭查询码可以看到）"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )


def notice_desk(request: Request, edition_id: int) -> HttpResponse:
    """Preview the list that would be frozen, and open or close the notice."""
    edition = programmes.get_edition(edition_id)
    at = programmes.now(edition)
    if request.method == "POST":
        try:
            _open_or_close(request, edition, at)
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        return redirect("secretariat:notice-desk", edition_id)
    desk = queries.notice_desk(edition)
    context = {
        "edition": edition,
        "stages": [_stage(request, edition, stage, at) for stage in desk.stages],
        "unresolved": desk.unresolved,
        "missing": desk.missing,
        "now": at,
    }
    return render(request, "secretariat/decision/notice.html", context | tabs("secretariat:notice-desk"))


def _stage(request: Request, edition: Any, stage: queries.NoticeStage, at: Any) -> dict[str, Any]:
    definition, opened = programmes.definition_of(edition), stage.notice
    page = Paginator(stage.cases, PAGE).get_page(request.GET.get("page"))
    closes_at = opened.closes_at if opened else _end(edition, stage, at)
    rows = listed.rows(edition, list(page.object_list), page.start_index()) if stage.cases else []
    return list_table(definition, rows, stage.told) | {
        "id": stage.id,
        "stage": definition.stage(stage.id),
        "days": notices.days_of(definition, stage.id),
        "notice": opened,
        "count": len(stage.cases),
        "page": page,
        "closes_at": closes_at,
        "over": opened is not None and at >= opened.closes_at,
        "list_hash": stage.list_hash,
        "shown": _shown(request, edition, stage, at),
    }


def _end(edition: Any, stage: queries.NoticeStage, at: Any) -> Any:
    days = notices.days_of(programmes.definition_of(edition), stage.id)
    return notice_window(at, days).closes_at if days else None


def _shown(request: Request, edition: Any, stage: queries.NoticeStage, at: Any) -> Shown:
    """Return what is frozen by opening the notice, and until when it would stand."""
    outcome = [stage.id, stage.list_hash, str(_end(edition, stage, at))]
    return Shown(request, "decision.open_notice", f"edition:{edition.pk}", outcome)


def _open_or_close(request: Request, edition: Any, at: Any) -> None:
    if "close" in request.POST:
        actions.close_notice(notice_id=number(request, "close"), by=request.actor, at=at)
        messages.success(request, _("公示已结束，无异议的成果进入发布。"))
        return
    stage = next((one for one in queries.notice_desk(edition).stages if one.id == request.POST.get("open")), None)
    if stage is None:
        raise NotFound
    shown = _shown(request, edition, stage, at)
    if shown.is_confirmed:
        actions.open_notice(edition_id=edition.pk, stage_id=stage.id, read=stage.list_hash, by=request.actor, at=at)
        messages.success(request, _("公示已开始，名单已冻结。"))
    for reason in shown.reasons:
        messages.error(request, reason)


def objections(request: Request, edition_id: int) -> HttpResponse:
    """List the edition's objections, open ones first."""
    edition = programmes.get_edition(edition_id)
    asked = Filtered(request, "objections", selects=[Select("state", _("状态"), queries.OBJECTION_STATES)])
    if (answered := asked.answered()) is not None:
        return answered
    rows = sorted(queries.objections(edition, asked.chosen["state"]), key=lambda o: (o.state != "open", o.filed_at))
    context = {"edition": edition, "rows": rows} | tabs("secretariat:objections") | asked.context()
    return render(request, "secretariat/decision/objections.html", context)


def objection(request: Request, objection_id: int) -> HttpResponse:
    """Show an objection with who filed it, and settle it."""
    found = queries.objection(objection_id)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        edition, given = found.item.application.edition, form.cleaned_data
        who: dict[str, Any] = {"by": request.actor, "at": programmes.now(edition)}
        settled = {"upheld": given["verdict"] == "upheld", "answer": given["answer"]}
        act = partial(actions.settle_objection, objection_id=objection_id, **settled, **who)
        if done(request, act, _("异议已办结。"), form):
            return redirect("secretariat:objections", edition.pk)
    context = {"objection": found, "who": queries.objector(found, request.actor), "form": form}
    return render(request, "secretariat/decision/objection.html", context)


def evidence(request: Request, objection_id: int) -> FileResponse:
    """Hand out the evidence of an objection, always as a download."""
    found = queries.objection(objection_id)
    if found.evidence is None:
        raise NotFound
    return serve(found.evidence, found.evidence.name)
