"""The sessions of a round: set up, and their order drawn."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import office
from zhiping.web.secretariat import review_case_forms as forms
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request


def sessions(request: Request, edition_id: int, round_id: str) -> HttpResponse:
    """Set sessions up and draw their order from a published seed."""
    edition = programmes.get_edition(edition_id)
    panels = [(panel.pk, panel.name) for panel in office.panels_of(edition, round_id)]
    form = forms.SessionForm(request.POST if "open" in request.POST else None, panels=panels)
    who: dict[str, Any] = {"by": request.actor, "at": programmes.now(edition)}
    if "draw" in request.POST:
        draw = partial(actions.draw_order, session_id=number(request, "draw"), seed=request.POST.get("seed", ""))
        if done(request, partial(draw, **who), _("顺序已抽定，不能重抽。")):
            return redirect("secretariat:sessions", edition_id, round_id)
    if "open" in request.POST and form.is_valid():
        given = dict(form.cleaned_data)
        open_session = partial(actions.open_session, panel_id=given.pop("panel"), **given, **who)
        if done(request, open_session, _("场次已建立。"), form):
            return redirect("secretariat:sessions", edition_id, round_id)
    context = {
        "edition": edition,
        "round_id": round_id,
        "sessions": office.sessions_of(edition, round_id),
        "form": form,
        "panels": panels,
    }
    return render(request, "secretariat/review/sessions.html", context)
