"""One recommending unit of an edition: what waits there, its package, its right to recommend."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.secretariat.screening_forms import ReasonForm
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language


class CaseForm(forms.Form):
    """What the office has heard of a unit, from which a case file is opened."""

    misconduct = forms.ChoiceField(label=gettext_lazy("事项"))
    grounds = forms.CharField(
        label=gettext_lazy("情况说明"), required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )


def recommender(request: Request, edition_id: int, recommender_id: int) -> HttpResponse:
    """Show the unit; open a case file on fees, or give the right to recommend back."""
    found = queries.get_registered(edition_id, recommender_id)
    definition = programmes.definition_of(found.edition)
    form = _form(request, found, definition)
    if request.method == "POST" and form.is_valid() and done(request, *_act(request, found, form), form):
        return redirect("secretariat:recommender", edition_id, recommender_id)
    context = {
        "recommender": found,
        "edition": found.edition,
        "form": form,
        "misconduct": definition.route.misconduct,
        "standing": queries.standing_package(found),
        "complaints": queries.complaints_about(request.actor, found.pk),
        "definition": definition,
    }
    return render(request, "secretariat/editions/unit.html", context)


def _form(request: Request, found: Any, definition: Any) -> forms.Form:
    if found.disqualified_at is not None:
        return ReasonForm(request.POST or None)
    form = CaseForm(request.POST or None)
    about: Any = form.fields["misconduct"]
    about.choices = [(bad.id, in_language(bad.label, bad.label_en)) for bad in definition.route.misconduct]
    return form


def _act(request: Request, found: Any, form: forms.Form) -> tuple[Any, str]:
    who = {"recommender_id": found.pk, "by": request.actor, "at": at_edition(request, found.edition)}
    if found.disqualified_at is not None:
        return partial(actions.reinstate_recommender, **form.cleaned_data, **who), _("已恢复推荐资格，并通知该单位。")
    return partial(actions.open_complaint, **form.cleaned_data, **who), _("已立案。核查后由一人提出结论、另一人确认。")
