"""The office invites recommending officers, administrators and experts by mail."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiping.core.errors import RuleViolation
from zhiping.organisations import actions, queries
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import Request

PAGE = 50


class OfficeInviteForm(forms.Form):
    """Who is invited to be what."""

    email = forms.CharField(label=gettext_lazy("电子邮件"), max_length=254)
    capacity = forms.ChoiceField(
        label=gettext_lazy("邀请作为"),
        choices=[
            ("recommender", gettext_lazy("推荐单位经办人")),
            ("expert", gettext_lazy("评审专家")),
            ("unit", gettext_lazy("单位管理员")),
        ],
    )
    uscc = forms.CharField(
        label=gettext_lazy("单位的统一社会信用代码"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("邀请专家时填工作单位，不清楚可不填。"),
    )


def invitations(request: Request) -> HttpResponse:
    """List the invitations, newest first; send another."""
    form = OfficeInviteForm(request.POST or None)
    said = _("邀请已寄出，7 天内有效。")
    if request.method == "POST" and form.is_valid() and done(request, partial(_invite, request, form), said, form):
        return redirect("secretariat:invitations")
    page = Paginator(queries.every_invitation(), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "now": timezone.now()}
    return render(request, "secretariat/organisations/invitations.html", context)


def _invite(request: Request, form: OfficeInviteForm) -> None:
    given: dict[str, Any] = form.cleaned_data
    unit = queries.by_uscc(given["uscc"]) if given["uscc"].strip() else None
    if given["uscc"].strip() and unit is None:
        raise RuleViolation("organisation.not_registered", uscc=given["uscc"])
    actions.invite_member(
        organisation_id=unit.pk if unit else None,
        email=given["email"],
        capacity=given["capacity"],
        by=request.actor,
        at=timezone.now(),
    )


@require_POST
def withdraw(request: Request, invited_id: int) -> HttpResponse:
    """Take an invitation back; its link ends at once."""
    act = partial(actions.withdraw_invitation, invitation_id=invited_id, by=request.actor, at=timezone.now())
    done(request, act, _("邀请已撤回，链接失效。"))
    return redirect("secretariat:invitations")
