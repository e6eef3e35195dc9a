"""One recommending unit of an edition: what waits there, and the loss of its right to recommend."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.secretariat.screening_forms import ReasonForm
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import Request


def recommender(request: Request, edition_id: int, recommender_id: int) -> HttpResponse:
    """Show the unit; take away its right to recommend, with the reason."""
    found = queries.get_registered(edition_id, recommender_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"by": request.actor, "at": programmes.now(found.edition)}
        reason = form.cleaned_data["reason"]
        act = partial(actions.disqualify_recommender, recommender_id=found.pk, reason=reason, **who)
        if done(request, act, _("已取消推荐资格，待推荐的申报已退回申报人。"), form):
            return redirect("secretariat:recommender", edition_id, recommender_id)
    definition = programmes.definition_of(found.edition)
    context = {"recommender": found, "edition": found.edition, "form": form, "misconduct": definition.route.misconduct}
    return render(request, "secretariat/editions/unit.html", context | {"definition": definition})
