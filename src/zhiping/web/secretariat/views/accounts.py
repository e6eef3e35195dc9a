"""The office's desk of people: who holds which office, which mails need a person."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.accounts import queries
from zhiping.core.errors import RuleViolation
from zhiping.journey import actions
from zhiping.messages import queries as outbox
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons

OFFICES = (
    ("secretariat", gettext_lazy("秘书处")),
    ("committee", gettext_lazy("审定专家组")),
    ("guiding", gettext_lazy("指导单位")),
    ("operator", gettext_lazy("平台运维")),
)


class OfficeForm(forms.Form):
    """Who gets which office, and why."""

    person = forms.CharField(label=gettext_lazy("用户名或电子邮件"), max_length=254)
    office = forms.ChoiceField(label=gettext_lazy("职务"), choices=OFFICES)
    body = forms.CharField(label=gettext_lazy("指导单位名称（仅指导单位填写）"), max_length=120, required=False)
    reason = forms.CharField(label=gettext_lazy("依据（记入日志）"), max_length=500, required=False)


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(label=gettext_lazy("理由（记入日志）"), max_length=500)


def offices(request: SignedIn) -> HttpResponse:
    """List who holds which office; grant another."""
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _grant(request, form):
        messages.success(request, _("职务已授予，对方已收到通知。"))
        return redirect("secretariat:offices")
    return render(request, "secretariat/accounts/offices.html", {"form": form, "offices": queries.offices()})


def _grant(request: SignedIn, form: OfficeForm) -> bool:
    given: dict[str, Any] = form.cleaned_data
    person = queries.find(given["person"])
    if person is None:
        form.add_error("person", _("没有这个账户。请对方先注册，再授予职务。"))
        return False
    try:
        actions.grant_office(
            user_id=person.pk,
            office=given["office"],
            body=given["body"] if given["office"] == "guiding" else "",
            reason=given["reason"],
            by=request.actor,
            at=timezone.now(),
        )
    except RuleViolation as refusal:
        form.add_error("body" if refusal.code == "office.body_missing" else None, reasons(refusal)[0])
        return False
    return True


def end_office(request: SignedIn, office_id: int) -> HttpResponse:
    """End an office with a reason."""
    found = queries.office_held(office_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
        end = partial(actions.end_office, office_id=office_id, reason=form.cleaned_data["reason"], **who)
        if done(request, end, _("职务已终止，权限即时失效。"), form):
            return redirect("secretariat:offices")
    return render(request, "secretariat/accounts/end_office.html", {"form": form, "office": found})


def mails(request: SignedIn) -> HttpResponse:
    """List the mails that were given up or broken off."""
    return render(request, "secretariat/accounts/mails.html", {"mails": outbox.mails_in_trouble(timezone.now())[:200]})


def mail(request: SignedIn, mail_id: int) -> HttpResponse:
    """Decide about one of them: again, or never."""
    found = outbox.mail_in_trouble(mail_id, timezone.now())
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        again = request.POST.get("decision") == "again"
        who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
        settle = partial(actions.settle_mail, mail_id=mail_id, again=again, reason=form.cleaned_data["reason"], **who)
        if done(request, settle, _("已安排重寄。") if again else _("不再发送。"), form):
            return redirect("secretariat:mails")
    return render(request, "secretariat/accounts/mail.html", {"form": form, "mail": found})
