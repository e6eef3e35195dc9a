"""The unit's applications."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from zhiping.applications.queries import entering
from zhiping.core.errors import NotFound
from zhiping.journey import queries as journey
from zhiping.programmes import queries as programmes
from zhiping.web.shared import phases
from zhiping.web.shared.http import SignedIn


@login_required
def applications(request: SignedIn) -> HttpResponse:
    """List the unit's applications in every state, and the editions it can sign up to."""
    if request.actor.scope_id is None:
        raise NotFound
    rows = [
        {"case": case, "label": phases.state_label(case.state, case.phase), "class": phases.state_class(case.phase)}
        for case in journey.cases_of(request.actor)
    ]
    entries = entering.entries(request.actor.scope_id, programmes.now)
    return render(request, "unit/applications.html", {"rows": rows, "entries": entries})
