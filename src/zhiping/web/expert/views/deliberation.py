"""A member's vote in a deliberation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.programmes import queries as programmes
from zhiping.review import actions
from zhiping.review.queries import cards, papers
from zhiping.web.expert import presenting
from zhiping.web.shared.http import Request


@login_required
def deliberation(request: Request, assignment_id: int) -> HttpResponse:
    """Read the case and vote for a level, or for none, with the reason."""
    found = cards.get_assignment(request.actor, assignment_id)
    case = found.application
    if request.method == "POST":
        actions.vote(
            assignment_id=assignment_id,
            level=request.POST.get("level", ""),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=programmes.now(case.edition),
        )
        messages.success(request, _("表决已记录；本项结束前可以改。"))
        return redirect("expert:assignments")
    context = {
        "desk": papers.desk_of(request.actor, found),
        "agenda": papers.agenda_of(found),
        "assignment": found,
        "case": case,
        **presenting.names(found),
        "levels": programmes.definition_of(case.edition).levels,
        "given": cards.own_vote(found),
    }
    return render(request, "expert/deliberation.html", context)
