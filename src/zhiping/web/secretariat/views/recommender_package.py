"""What a recommending unit has handed in, for the office: read it, return it with the reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.recommendation.queries import sheets
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.doing import done
from zhiping.web.shared.downloads import serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.papers import sheet_response


class ReturnForm(forms.Form):
    """Why a package goes back, and until when it may come again."""

    reason = forms.CharField(label=gettext_lazy("退回理由"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    again_until = forms.DateTimeField(
        label=gettext_lazy("重新报送截止（北京时间）"),
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        help_text=gettext_lazy("在此之前可以修改、重新报送，推荐窗口已关闭的也可以。"),
    )


def package(request: Request, edition_id: int, recommender_id: int) -> HttpResponse:
    """Show what was handed in and what is still missing; return it."""
    found = queries.get_registered(edition_id, recommender_id, virtual=True)
    form = ReturnForm(request.POST or None)
    at, made = at_edition(request, found.edition), sheets.Sheets(found)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.return_package, recommender_id=found.pk, by=request.actor, at=at, **form.cleaned_data)
        if done(request, act, _("已退回，并通知推荐单位。"), form):
            return redirect(request.path)
    context: dict[str, Any] = {
        "recommender": found,
        "edition": found.edition,
        "form": form,
        "standing": queries.standing_package(found),
        "returned": queries.returned_package(found),
        "sheets": queries.sheets_as_they_stand(found, made),
        "parts": queries.parts(found, made),
        "handed_in": queries.preconditions_of(found),
        "definition": programmes.definition_of(found.edition),
    }
    return render(request, "secretariat/editions/package.html", context)


def sheet(request: Request, edition_id: int, recommender_id: int, kind_of_sheet: str, form: str) -> HttpResponseBase:
    """Hand out one of the sheets: as it was handed in, else as it stands now."""
    found = queries.get_registered(edition_id, recommender_id, virtual=True)
    made = queries.sheet_as_it_stands(found, kind_of_sheet)
    return sheet_response(made, found, form, at=at_edition(request, found.edition))


def file(_request: Request, edition_id: int, recommender_id: int, file_id: int) -> HttpResponseBase:
    """Hand out one of the package's files."""
    stored = queries.package_file(queries.get_registered(edition_id, recommender_id, virtual=True), file_id)
    return serve(stored, stored.name)
