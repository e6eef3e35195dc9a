"""Conflicts of interest of an edition: searched for, listed, judged; one of them from both sides."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import desk, office
from zhiping.web.secretariat import review_case_forms as forms
from zhiping.web.secretariat import review_words as words
from zhiping.web.secretariat.filtered import Filtered, Select
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons

PAGE = 100


def conflicts(request: Request, edition_id: int) -> HttpResponse:
    """Search the register again, or confirm or dismiss one conflict with the reason."""
    edition = programmes.get_edition(edition_id)
    asked = _asked_of_conflicts(request)
    if (answered := asked.answered()) is not None:
        return answered
    if request.method == "POST":
        try:
            _judge(request, edition_id, programmes.now(edition))
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        else:
            return redirect(request.get_full_path())
    waiting = asked.chosen["show"] == "waiting"
    page = Paginator(desk.conflicts_of(edition, asked.text, waiting=waiting), PAGE).get_page(request.GET.get("page"))
    alike = desk.alike(edition) if waiting else {}
    context = {
        "edition": edition,
        "conflicts": [{"row": one, "alike": alike.get((one.expert_id, one.kind), 1)} for one in page.object_list],
        "page": page,
        "waiting": waiting,
        "refused": request.POST.get("conflict"),
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "secretariat/review/conflicts.html", context | asked.context())


def _asked_of_conflicts(request: Request) -> Filtered:
    selects = [Select("show", _("状态"), [("waiting", _("待认定"))])]
    return Filtered(request, "conflicts", _("专家、成果或单位"), selects)


def _judge(request: Request, edition_id: int, at: Any) -> None:
    if request.POST.get("act") == "search":
        new = actions.find_conflicts(edition_id=edition_id, by=request.actor, at=at)
        messages.success(request, _("已比对名册，新发现 %(n)s 项。") % {"n": new})
        return
    chosen = number(request, "conflict")
    if not desk.is_conflict_of(edition_id, chosen):
        raise NotFound
    actions.judge_conflict(
        conflict_id=chosen,
        confirmed=request.POST.get("act") == "confirm",
        reason=request.POST.get("reason", ""),
        alike="alike" in request.POST,
        by=request.actor,
        at=at,
    )
    messages.success(request, _("已记录。"))


def conflict(request: Request, conflict_id: int) -> HttpResponse:
    """Show one conflict with the evidence side by side; confirm or dismiss it."""
    found = office.get_conflict(request.actor, conflict_id)
    edition = found.application.edition
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        judge = partial(
            actions.judge_conflict,
            conflict_id=conflict_id,
            confirmed="confirm" in request.POST,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=programmes.now(edition),
        )
        if done(request, judge, _("已认定。"), form):
            return redirect("secretariat:conflicts", edition.pk)
    mine, theirs = words.sides(found)
    context = {"conflict": found, "edition": edition, "form": form, "mine": mine, "theirs": theirs}
    return render(request, "secretariat/review/conflict.html", context)
