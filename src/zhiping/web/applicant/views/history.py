"""Earlier states of a draft: listed, compared with now, restored by field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.applications import actions
from zhiping.applications.queries import history as earlier
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.applicant.presenting import head
from zhiping.web.applicant.saving import words_of
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.compare import side_by_side
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons


@login_required
def history(request: SignedIn, application_id: int) -> HttpResponse:
    """List the kept states with time and person."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    return render(request, "applicant/history.html", head(case, at) | {"states": earlier.states(case)})


@login_required
def snapshot(request: SignedIn, application_id: int, snapshot_id: int) -> HttpResponse:
    """Show one state beside what stands now, and bring back the fields that are chosen."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    found, refusal = earlier.snapshot_of(case, snapshot_id), ""
    if request.method == "POST":
        chosen = request.POST.getlist("field")
        try:
            actions.restore(application_id=case.pk, snapshot_id=found.pk, fields=chosen, by=request.actor, at=at)
        except RuleViolation as refused:
            refusal = reasons(refused)[0]
        else:
            messages.success(request, _("已恢复 %(n)s 栏。") % {"n": len(chosen)})
            return redirect("applicant:history", case.pk)
    rows = [_row(difference) for difference in earlier.differences(case, found)]
    context = head(case, at) | {"snapshot": found, "rows": rows, "refusal": refusal}
    return render(request, "applicant/snapshot.html", context, status=409 if refusal else 200)


def _row(difference: earlier.Difference) -> dict[str, Any]:
    field = difference.field
    texts = [
        " ".join(filter(None, [words_of(field, value), other]))
        for value, other in ((difference.then, difference.then_other), (difference.now, difference.now_other))
    ]
    then, now = side_by_side(*texts)
    return {"id": field.id, "label": in_language(field.label, field.label_en), "then": then, "now": now}
