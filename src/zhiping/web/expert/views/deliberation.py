"""A member's vote in a deliberation."""

from __future__ import annotations

from functools import partial
from typing import Any

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
    given: Any = cards.own_vote(found)
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("level", "reason")}
        who: dict[str, Any] = {"by": request.actor, "at": programmes.now(case.edition)}
        vote = partial(actions.vote, assignment_id=assignment_id, **given, **who)
        if done(request, vote, _("表决已记录；本项结束前可以改。")):
            return redirect("expert:assignments")
    context = {
        "desk": papers.desk_of(request.actor, found),
        "agenda": papers.agenda_of(found),
        "assignment": found,
        "case": case,
        **presenting.names(found),
        "levels": programmes.definition_of(case.edition).levels,
        "given": given,
    }
    return render(request, "expert/deliberation.html", context)
