"""One's own account: how the platform looks and writes, and the ways to what protects the account."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhiping.accounts import actions
from zhiping.web.shared.accounts.forms import SettingsForm
from zhiping.web.shared.http import SignedIn


@login_required
def account_settings(request: SignedIn) -> HttpResponse:
    """Show and keep mobile number, language and large type."""
    user = request.user
    now = {"mobile": user.mobile, "language": user.language, "large_type": user.large_type}
    now["reminder_mails"] = user.reminder_mails
    form = SettingsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.set_preferences(**form.cleaned_data, by=request.actor, at=timezone.now())
        language = form.cleaned_data["language"]
        with translation.override(language):
            messages.success(request, _("已保存。"))
        response = redirect("account-settings")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
        return response
    safe = {"second_factor": get_adapter().is_mfa_enabled(user), "has_mail": bool(settings.EMAIL_HOST)}
    return render(request, "ui/account.html", {"form": form, **safe})
