"""The visible demo clock: moves one demo edition to the opening of its next stage."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiping.journey import actions
from zhiping.web.shared.http import Request


@login_required
@require_POST
def demo_clock(request: Request, edition_id: int) -> HttpResponse:
    """Let the demo edition's clock show the next instant at which something opens or closes."""
    shown = actions.move_to_next_stage(edition_id=edition_id, by=request.actor, at=timezone.now())
    text = _("演示时钟已拨到 %(shown)s。") % {"shown": timezone.localtime(shown).strftime("%Y-%m-%d %H:%M")}
    messages.success(request, text)
    return redirect("home")
