"""One round: its panels, its progress and results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.experts import queries as pool
from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import desk, outlying, progress
from zhiping.web.secretariat.review_forms import AppointForm, DecisionForm, PanelForm
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import level_names
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhiping.core.definition.schema import Round

PAGE = 100


def _round(edition_id: int, round_id: str) -> tuple[Any, Round]:
    edition = programmes.get_edition(edition_id)
    judged = programmes.definition_of(edition).rounds.get(round_id)
    if judged is None:
        raise NotFound
    return edition, judged


def panels(request: Request, edition_id: int, round_id: str) -> HttpResponse:
    """Set up panels and appoint the experts who have committed."""
    edition, judged = _round(edition_id, round_id)
    found = desk.panels_of(edition, round_id)
    seated = {member.expert_id for panel in found for member in panel.members.all()}
    free = [e for e in pool.committed(edition_id) if e.pk not in seated]
    people = [(str(e.pk), f"{e.user.name} · {e.organisation or '—'}") for e in free]
    groups = [(str(panel.pk), panel.name) for panel in found]
    posted = request.POST if request.method == "POST" else None
    making = PanelForm(posted if "make" in request.POST else None)
    seating = AppointForm(posted if "seat" in request.POST else None, panels=groups, experts=people)
    if request.method == "POST":
        act = _discharge if "discharge" in request.POST else _panel_act
        if act(request, edition, round_id, making, seating):
            return redirect("secretariat:panels", edition_id, round_id)
    context = {"edition": edition, "judged": judged, "round_id": round_id, "panels": found, "free": free}
    return render(request, "secretariat/review/panels.html", context | {"making": making, "seating": seating})


def _panel_act(request: Request, edition: Any, round_id: str, making: PanelForm, seating: AppointForm) -> bool:
    who: dict[str, Any] = {"by": request.actor, "at": programmes.now(edition)}
    form: Any = making if "make" in request.POST else seating
    if not form.is_valid():
        return False
    try:
        if form is making:
            actions.create_panel(edition_id=edition.pk, round_id=round_id, name=form.cleaned_data["name"], **who)
        else:
            given = form.cleaned_data
            seat: dict[str, Any] = {"panel_id": int(given["panel"]), "expert_id": int(given["expert"])}
            actions.appoint(**seat, is_leader=given["is_leader"], **who)
    except RuleViolation as refused:
        form.add_error(None, reasons(refused)[0])
        return False
    messages.success(request, _("已记录。"))
    return True


def _discharge(request: Request, edition: Any, round_id: str, *_forms: Any) -> bool:
    """Take a member off a panel of this round; without a reason the page says so and keeps the place."""
    chosen = number(request, "discharge")
    members = {m.pk for panel in desk.panels_of(edition, round_id) for m in panel.members.all()}
    if chosen not in members:
        raise NotFound
    try:
        who: dict[str, Any] = {"by": request.actor, "at": programmes.now(edition)}
        actions.discharge(member_id=chosen, reason=request.POST.get("reason", ""), **who)
    except RuleViolation as refused:
        messages.error(request, reasons(refused)[0])
        return False
    messages.success(request, _("已解聘，未提交的评审任务随之结束。"))
    return True


def board(request: Request, edition_id: int, round_id: str) -> HttpResponse:
    """Show progress and results of a round; conclude it, or record the panel's word case by case."""
    edition, judged = _round(edition_id, round_id)
    levels = list(level_names(programmes.definition_of(edition)).items())
    act = partial(_board_act, request, edition, round_id, levels)
    if request.method == "POST" and done(request, act, _("已记录。")):
        return redirect("secretariat:round", edition_id, round_id)
    stands = progress.progress(edition, round_id)
    far = outlying.far_off(edition, round_id) if "far" in request.GET else None
    page = _page(request, stands, far)
    rows = progress.rows(edition, round_id, list(page.object_list), stands.passing)
    for row in rows:
        row["deciding"] = _deciding(request, row["case"].pk, levels)
        row["far"] = (far or {}).get(row["case"].pk, {})
    context = {"edition": edition, "judged": judged, "round_id": round_id, "page": page, "progress": stands}
    context |= {
        "rows": rows,
        "far": far,
        "levels": dict(levels),
        "scored": judged.scorecard is not None,
        "by_panel": judged.advance.rule == "panel",
    }
    return render(request, "secretariat/review/round.html", context)


def _page(request: Request, stands: progress.Progress, far: Mapping[int, object] | None) -> Page[Any]:
    """Return the page of the round's cases that was asked for, of those alone whose marks lie far off where these are."""
    paginator = Paginator(stands.cases if far is None else stands.among(far), PAGE)
    if far is None:
        paginator.count = stands.listed
    return paginator.get_page(request.GET.get("page"))


def _deciding(request: Request, case_id: int, levels: list[tuple[str, str]]) -> DecisionForm:
    """Return the form of one case; the one that was sent keeps what was typed."""
    sent = request.method == "POST" and request.POST.get("case") == str(case_id)
    return DecisionForm(request.POST if sent else None, levels=levels, auto_id=f"case{case_id}_%s")


def _board_act(request: Request, edition: Any, round_id: str, levels: list[tuple[str, str]]) -> None:
    who: dict[str, Any] = {"by": request.actor, "at": programmes.now(edition)}
    act = request.POST.get("act")
    if act == "conclude":
        actions.conclude_round(edition_id=edition.pk, round_id=round_id, **who)
        return
    if act == "convene":
        actions.convene(edition_id=edition.pk, round_id=round_id, **who)
        return
    form = DecisionForm(request.POST, levels=levels)
    if not form.is_valid():
        raise RuleViolation("deliberation.incomplete")
    given: dict[str, Any] = dict(form.cleaned_data)
    given["goes_on"] = given["goes_on"] == "yes"
    decide = actions.decide if act == "decide" else actions.conclude_deliberation
    decide(application_id=number(request, "case"), **given, **who)
