"""Own applications, and the ways into an edition: sign up, start a draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.applications import actions
from zhiping.applications.queries import entering
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.journey import queries as journey
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.web.applicant.forms import SignUpForm, StartForm
from zhiping.web.shared import phases
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons


def _unit(request: SignedIn) -> int:
    if request.actor.scope_id is None:
        raise NotFound
    return request.actor.scope_id


@login_required
def applications(request: SignedIn) -> HttpResponse:
    """List one's own applications, and the editions that can be entered."""
    cases = [
        {"case": case, "label": phases.state_label(case.state, case.phase), "class": phases.state_class(case.phase)}
        for case in journey.cases_of(request.actor)
    ]
    context = {"rows": cases, "entries": entering.entries(_unit(request), programmes.now)}
    return render(request, "applicant/applications.html", context)


@login_required
def sign_up(request: SignedIn, edition_id: int) -> HttpResponse:
    """Sign the unit or one of its teams up to an edition; a closed window is told on the page."""
    edition, unit = programmes.get_edition(edition_id), _unit(request)
    at, own = at_edition(request, edition), entering.sign_ups_of(edition, unit)
    entry = entering.entry(edition, at, signed_up=own.exists())
    if entry.sign_up is None:
        raise NotFound
    if "withdraw" in request.POST:
        return _withdraw(request, edition_id, at)
    given, signed = request.POST if request.method == "POST" else None, {one.team_id for one in own}
    form = SignUpForm(given, teams=organisations.teams(unit), signed=signed)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.sign_up, edition_id=edition_id, organisation_id=unit, team_id=form.team_id())
        if done(request, partial(act, by=request.actor, at=at), _("已报名。申报开放后即可填写材料。"), form):
            return redirect("unit:applications" if request.actor.role is Role.UNIT else "applicant:applications")
    context = {"form": form, "entry": entry, "own": own, "is_open": entry.sign_up.contains(at)}
    context["mine"] = _mine(request, own)
    return render(request, "applicant/sign_up.html", context, status=409 if form.errors else 200)


def _withdraw(request: SignedIn, edition_id: int, at: datetime) -> HttpResponse:
    act = partial(actions.withdraw_sign_up, sign_up_id=number(request, "withdraw"), by=request.actor, at=at)
    done(request, act, _("报名已撤回。"))
    return redirect("applicant:sign-up", edition_id)


def _mine(request: SignedIn, own: Iterable[Any]) -> list[int]:
    """Return the sign-ups that this person may take back: one's own, an administrator any of the unit's."""
    is_head, person = request.actor.role is Role.UNIT, request.actor.user_id
    return [one.pk for one in own if is_head or one.signed_up_by_id == person]


@login_required
def start(request: SignedIn, edition_id: int) -> HttpResponse:
    """Start a draft: for whom, in which category, on which way; the conditions stand beside it with their clauses."""
    edition = programmes.get_edition(edition_id)
    options = entering.start_options(edition, _unit(request))
    form = StartForm(request.POST or None, options=options)
    if request.method == "POST" and form.is_valid():
        try:
            case = _start(request, edition, form.values())
        except RuleViolation as refusal:
            form.add_error(None, reasons(refusal)[0])
        else:
            return redirect("applicant:conditions", case.pk)
    known = entering.is_signed_up(edition, _unit(request))
    entry = entering.entry(edition, programmes.now(edition), signed_up=known)
    return render(request, "applicant/start.html", {"form": form, "entry": entry, "options": options})


def _start(request: SignedIn, edition: Any, values: dict[str, Any]) -> Any:
    at = at_edition(request, edition)
    return actions.start(edition_id=edition.pk, organisation_id=_unit(request), **values, by=request.actor, at=at)
