"""Getting to stand for a unit: enter it on the register, or ask to join; and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.journey import actions as journey
from zhiping.journey import queries as standing
from zhiping.organisations import actions, queries
from zhiping.web.shared.http import Request, SignedIn
from zhiping.web.shared.middleware import SESSION_KEY
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.register_forms import ClaimForm, JoinForm, RegisterForm, TeamForm

if TYPE_CHECKING:
    from zhiping.accounts.models import User


def _unit(request: SignedIn) -> int:
    if request.actor.scope_id is None:
        raise NotFound
    return request.actor.scope_id


@login_required
def units(request: SignedIn) -> HttpResponse:
    """Show for which units the person stands or asks to."""
    return render(request, "applicant/units.html", {"memberships": queries.memberships_of(request.user.pk)})


@login_required
def register(request: SignedIn) -> HttpResponse:
    """Enter a unit; the code of a registered one leads to joining it."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.register(
                uscc=data["uscc"], name=data["name"], profile=form.profile(), by=request.actor, at=timezone.now()
            )
        except RuleViolation as refusal:
            form.add_error("name" if refusal.code.startswith("name.") else "uscc", reasons(refusal)[0])
        else:
            messages.success(request, _("已提交登记，秘书处审核后会通知您。"))
            return redirect("applicant:units")
    return render(request, "applicant/register.html", {"form": form})


@login_required
def join(request: SignedIn) -> HttpResponse:
    """Ask a registered unit to let oneself stand for it."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_to_join(**form.values(), by=request.actor, at=timezone.now())
        except RuleViolation as refusal:
            form.add_error("uscc", reasons(refusal)[0])
        else:
            said = _("已向%(unit)s提出申请，同意后会通知您。") % {"unit": asked.organisation.name}
            messages.success(request, said)
            return redirect("applicant:units")
    return render(request, "applicant/join.html", {"form": form})


@login_required
def claim(request: SignedIn) -> HttpResponse:
    """Claim to administer a registered unit, for the office to decide."""
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim(**form.values(), by=request.actor, at=timezone.now())
        except RuleViolation as refusal:
            field = {"claim": "statement", "file": "evidence"}.get(refusal.code.split(".")[0], "uscc")
            form.add_error(field, reasons(refusal)[0])
        else:
            messages.success(request, _("已提交认领，秘书处核实后会通知您。"))
            return redirect("applicant:units")
    return render(request, "applicant/claim.html", {"form": form})


def invitation(request: Request, token: str) -> HttpResponse:
    """Show who invites to what, to whoever has the link; accept it, signed in with the address it went to."""
    invited = queries.by_token(token)
    refused: list[str] = []
    if request.method == "POST" and request.user.is_authenticated:
        try:
            journey.accept_invitation(token=token, by=request.actor, at=timezone.now())
        except RuleViolation as refusal:
            refused = reasons(refusal)
        else:
            _act_as_invited(request, request.user)
            return redirect("home")
    context = {
        "invited": invited,
        "token": token,
        "refused": refused,
        "is_open": invited.expires_at > timezone.now(),
        "is_own": queries.goes_to(invited, getattr(request.user, "email", "")),
        "address": queries.masked_address(invited),
    }
    return render(request, "applicant/invitation.html", context, status=409 if refused else 200)


def _act_as_invited(request: Request, person: User) -> None:
    """Go on in the capacity that was just accepted, and say so: whoever had another would look at its worklist."""
    new = next((one for one in standing.capacities(person) if one not in request.capacities), None)
    if new is not None:
        request.session[SESSION_KEY] = [new.role.value, new.scope_id]
    said = _("已接受邀请，现在以“%(name)s”办理业务。") % {"name": (new or request.actor).name}
    messages.success(request, said)


@login_required
def teams(request: SignedIn) -> HttpResponse:
    """Show the unit's teams; enter another, which may wait for the unit's word."""
    unit = _unit(request)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            team = actions.create_team(organisation_id=unit, **form.cleaned_data, by=request.actor, at=at)
        except RuleViolation as refusal:
            form.add_error("name", reasons(refusal)[0])
        else:
            said = _("已登记，单位管理员同意后即可报名和申报。") if team.is_waiting else _("已登记小组。")
            messages.success(request, said)
            return redirect("applicant:teams")
    context = {"form": form, "teams": queries.teams(unit), "proposed": queries.proposed_teams(unit)}
    return render(request, "applicant/teams.html", context)


@login_required
@require_POST
def leave(request: SignedIn, membership_id: int) -> HttpResponse:
    """Stop standing for a unit."""
    actions.leave(membership_id=membership_id, by=request.actor, at=timezone.now())
    messages.success(request, _("您已不再代表该单位办理业务。"))
    return redirect("applicant:units")
