"""The unit's people and teams."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.organisations import actions, queries
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.register_forms import TeamForm
from zhiping.web.unit.forms import AliasForm, InviteForm


def _unit(request: SignedIn) -> int:
    if request.actor.scope_id is None:
        raise NotFound
    return request.actor.scope_id


@login_required
def people(request: SignedIn) -> HttpResponse:
    """Show who stands for the unit or asks to, its teams and its names."""
    return _page(request, TeamForm(), AliasForm())


@login_required
@require_POST
def add_team(request: SignedIn) -> HttpResponse:
    """Enter a team."""
    form = TeamForm(request.POST)
    if form.is_valid():
        try:
            actions.create_team(
                organisation_id=_unit(request), **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except RuleViolation as refusal:
            form.add_error("name", reasons(refusal)[0])
        else:
            messages.success(request, _("已登记小组。"))
            return redirect("unit:people")
    return _page(request, form, AliasForm())


@login_required
@require_POST
def add_alias(request: SignedIn) -> HttpResponse:
    """Add another name of the unit."""
    form = AliasForm(request.POST)
    if form.is_valid():
        try:
            actions.add_alias(
                organisation_id=_unit(request), name=form.cleaned_data["alias"], by=request.actor, at=timezone.now()
            )
        except RuleViolation as refusal:
            form.add_error("alias", reasons(refusal)[0])
        else:
            messages.success(request, _("已添加名称。"))
            return redirect("unit:people")
    return _page(request, TeamForm(), form)


def _page(
    request: SignedIn,
    team_form: TeamForm,
    alias_form: AliasForm,
    *,
    sent: int | None = None,
    invite_form: InviteForm | None = None,
) -> HttpResponse:
    """Show the page; sent: the membership whose form was refused."""
    unit = _unit(request)
    teams, proposed = queries.all_teams(unit)
    refused = team_form.errors or alias_form.errors or sent is not None or invite_form is not None
    context = {
        "unit": queries.get(unit),
        "memberships": list(queries.memberships(unit)),
        "teams": teams,
        "invitations": queries.invitations_of_unit(unit, timezone.now()),
        "invite_form": invite_form or InviteForm(),
        "proposed": proposed,
        "names": queries.other_names(unit),
        "team_form": team_form,
        "alias_form": alias_form,
        "sent": sent,
    }
    return render(request, "unit/people.html", context, status=409 if refused else 200)


@login_required
@require_POST
def decide(request: SignedIn, membership_id: int) -> HttpResponse:
    """Approve, refuse, end or hand over: the button says which."""
    if not done(request, partial(_decide, request, membership_id), _("已办理，并通知本人。")):
        return _page(request, TeamForm(), AliasForm(), sent=membership_id)
    return redirect("home" if request.POST.get("act") == "hand_over" else "unit:people")


def _decide(request: SignedIn, membership_id: int) -> None:
    at, act, reason = timezone.now(), request.POST.get("act", ""), request.POST.get("reason", "")
    if act == "approve":
        actions.approve_member(membership_id=membership_id, by=request.actor, at=at)
    elif act == "refuse":
        actions.refuse_member(membership_id=membership_id, reason=reason, by=request.actor, at=at)
    elif act == "hand_over":
        successor = queries.person_of(membership_id, _unit(request))
        actions.hand_over(organisation_id=_unit(request), to_user_id=successor, by=request.actor, at=at)
    else:
        actions.end_membership(membership_id=membership_id, reason=reason, by=request.actor, at=at)


@login_required
@require_POST
def decide_team(request: SignedIn, team_id: int) -> HttpResponse:
    """Approve or refuse a team that a member has proposed."""
    who: dict[str, Any] = {"team_id": team_id, "by": request.actor, "at": timezone.now()}
    refuses = request.POST.get("act") == "refuse"
    refuse = partial(actions.refuse_team, reason=request.POST.get("reason", ""), **who)
    if done(request, refuse if refuses else partial(actions.approve_team, **who), _("已办理。")):
        return redirect("unit:people")
    return _page(request, TeamForm(), AliasForm(), sent=team_id)


@login_required
@require_POST
def team_approval(request: SignedIn) -> HttpResponse:
    """Say whether the unit wishes to approve its members' teams."""
    wanted = request.POST.get("wanted") == "yes"
    actions.set_team_approval(organisation_id=_unit(request), wanted=wanted, by=request.actor, at=timezone.now())
    messages.success(request, _("已设定。"))
    return redirect("unit:people")


@login_required
@require_POST
def invite(request: SignedIn) -> HttpResponse:
    """Invite a colleague by mail."""
    form = InviteForm(request.POST)
    if form.is_valid():
        who: dict[str, Any] = {"organisation_id": _unit(request), "by": request.actor, "at": timezone.now()}
        if done(
            request, partial(actions.invite_member, **form.cleaned_data, **who), _("邀请已寄出，7 天内有效。"), form
        ):
            return redirect("unit:people")
    return _page(request, TeamForm(), AliasForm(), invite_form=form)


@login_required
@require_POST
def withdraw_invitation(request: SignedIn, invited_id: int) -> HttpResponse:
    """Take an invitation back; its link ends at once."""
    act = partial(actions.withdraw_invitation, invitation_id=invited_id, by=request.actor, at=timezone.now())
    done(request, act, _("邀请已撤回，链接失效。"))
    return redirect("unit:people")
