"""A member's vote in a deliberation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import cards, papers
from zhiping.web.expert import presenting
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import Request


@login_required
def deliberation(request: Request, assignment_id: int) -> HttpResponse:
    """Read the case and vote for a level, or for none, with the reason."""
    found = cards.get_assignment(request.actor, assignment_id)
    case = found.application
    voted: Any = cards.own_vote(found)
    given: Any = voted
    if request.method == "POST":
        given = {"level": request.POST.get("level"), "reason": request.POST.get("reason", "")}
        if _vote(request, found, given):
            return redirect("expert:assignments")
    context = {
        "desk": papers.desk_of(request.actor, found),
        "agenda": papers.agenda_of(found),
        "assignment": found,
        "case": case,
        **presenting.names(found),
        "levels": programmes.definition_of(case.edition).levels,
        "given": given,
        "voted": voted,
    }
    return render(request, "expert/deliberation.html", context)


def _vote(request: Request, found: Any, given: dict[str, Any]) -> bool:
    """Give the vote; no level at all is a choice of its own, not what is left when nothing was chosen."""
    if given["level"] is None:
        messages.error(request, _("还没有表决：请选择一个等级，或选“不入级”。"))
        return False
    who: dict[str, Any] = {"by": request.actor, "at": programmes.now(found.application.edition)}
    vote = partial(actions.vote, assignment_id=found.pk, **given, **who)
    return done(request, vote, _("表决已记录；本项结束前可以改。"))
