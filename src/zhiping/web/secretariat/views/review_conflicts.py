"""Conflicts of interest of an edition: searched for, listed, judged; one of them from both sides."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import desk, office
from zhiping.web.secretariat import review_case_forms as forms
from zhiping.web.secretariat import review_words as words
from zhiping.web.secretariat.filtered import Filtered, Select
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request

PAGE = 100


def conflicts(request: Request, edition_id: int) -> HttpResponse:
    """Search the register again, or confirm or dismiss one conflict with the reason."""
    edition = programmes.get_edition(edition_id)
    asked = _asked_of_conflicts(request)
    if (answered := asked.answered()) is not None:
        return answered
    if request.method == "POST":
        act = _search if request.POST.get("act") == "search" else _judge
        if act(request, edition):
            return redirect(request.get_full_path())
    waiting = asked.chosen["show"] == "waiting"
    page = Paginator(desk.conflicts_of(edition, asked.text, waiting=waiting), PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "conflicts": _rows(request, edition, list(page.object_list), waiting=waiting),
        "page": page,
        "waiting": waiting,
        "refused": request.POST.get("conflict"),
        "typed": request.POST.get("reason", ""),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "secretariat/review/conflicts.html", context | asked.context(), status=status)


def _asked_of_conflicts(request: Request) -> Filtered:
    selects = [Select("show", _("状态"), [("waiting", _("待认定"))])]
    return Filtered(request, "conflicts", _("专家、成果或单位"), selects)


def _rows(request: Request, edition: Any, listed: list[Any], *, waiting: bool) -> list[dict[str, Any]]:
    """Return the conflicts with what their forms bind; one judged in vain stays, though a filter shows it no more."""
    refused = number(request, "conflict")
    if refused and refused not in {one.pk for one in listed}:
        listed = [desk.conflict_of(edition.pk, refused), *listed]
    alike = desk.alike(edition, {one.expert_id for one in listed}) if waiting else {}
    return [{"row": one, "alike": _alike(request, one, alike), "read": desk.as_judged(one)} for one in listed]


def _alike(request: Request, one: Any, alike: dict[tuple[int, str], list[int]]) -> Shown:
    """Return what one word on all that is suspected of this expert in this way would judge."""
    concerned = alike.get((one.expert_id, one.kind), [one.pk])
    return Shown(request, "review.judge_conflict", f"conflict:{one.pk}", concerned)


def _search(request: Request, edition: Any) -> bool:
    new = actions.find_conflicts(edition_id=edition.pk, by=request.actor, at=programmes.now(edition))
    messages.success(request, _("已比对名册，新发现 %(n)s 项。") % {"n": new})
    return True


def _judge(request: Request, edition: Any) -> bool:
    chosen = desk.conflict_of(edition.pk, number(request, "conflict"))
    alike = _alike(request, chosen, desk.alike(edition, [chosen.expert_id]))
    for reason in alike.reasons:
        messages.error(request, reason)
    act = partial(
        actions.judge_conflict,
        conflict_id=chosen.pk,
        confirmed=request.POST.get("act") == "confirm",
        reason=request.POST.get("reason", ""),
        alike=alike.outcome if alike.is_confirmed else (),
        read=request.POST.get("read"),
        by=request.actor,
        at=programmes.now(edition),
    )
    return not alike.reasons and done(request, act, _("已记录。"))


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
            read=request.POST.get("read"),
            by=request.actor,
            at=programmes.now(edition),
        )
        if done(request, judge, _("已认定。"), form):
            return redirect("secretariat:conflicts", edition.pk)
        found = office.get_conflict(request.actor, conflict_id)
    mine, theirs = words.sides(found)
    context = {"conflict": found, "edition": edition, "form": form, "mine": mine, "theirs": theirs}
    context["read"] = desk.as_judged(found)
    return render(request, "secretariat/review/conflict.html", context)
