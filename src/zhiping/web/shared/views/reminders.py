"""The way out of reminders by mail, for whoever holds the mail, signed in or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from zhiping.accounts import actions


@csrf_exempt
def stop_reminders(request: HttpRequest) -> HttpResponse:
    """Ask once, so that no scanner of mails stops them by looking; stop them with the button or the mail program's own.

    Without a token of ours against forged forms: the mail's token is the right, and mail programs post without a page.
    """
    token = request.GET.get("t", "")
    if request.method == "POST":
        actions.stop_reminder_mails(token=token, at=timezone.now())
    return render(request, "ui/stop_reminders.html", {"is_done": request.method == "POST"})
