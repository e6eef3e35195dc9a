"""What the platform told this person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiping.messages import actions, queries
from zhiping.web.shared.http import SignedIn

PER_PAGE = 30


@login_required
@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """List the messages to this person, newest first."""
    pages = Paginator(queries.inbox(request.user.pk), PER_PAGE)
    return render(request, "ui/inbox.html", {"page": pages.get_page(request.GET.get("page"))})


@login_required
@require_safe
def message(request: SignedIn, message_id: int) -> HttpResponse:
    """Show one message, and note that it has been read."""
    found = queries.message_to(request.user.pk, message_id)
    if found.read_at is None:
        actions.mark_read(user_id=request.user.pk, message_id=message_id, at=timezone.now())
        request.unread = queries.unread_count(request.user.pk)
    return render(request, "ui/message.html", {"letter": found})
