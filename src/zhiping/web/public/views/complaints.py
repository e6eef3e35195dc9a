"""Complaints about fees: anybody may file one, named or not, and follow it by its code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.core.identifiers import read_verification_code
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.recommendation.actions.complaints import Complainant
from zhiping.web.public.forms import ACCEPT, StatusForm
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.uploads import sent

FILED = "complaint_code"


class ComplaintForm(forms.Form):
    """What a complaint says; who complains may stay unsaid."""

    recommender = forms.ChoiceField(label=gettext_lazy("被投诉的推荐单位"))
    misconduct = forms.ChoiceField(label=gettext_lazy("投诉事项"))
    grounds = forms.CharField(
        label=gettext_lazy("情况说明"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 8, "data-counter": "5000"}),
        help_text=gettext_lazy("请写明何时、何人、以何名义、收取多少，最多 5000 字。"),
    )
    evidence = forms.FileField(
        label=gettext_lazy("证明材料（可不传）"),
        required=False,
        help_text=gettext_lazy("缴费通知、票据、转账记录等；PDF、图片或 Word，不超过 20 MB。"),
        widget=forms.ClearableFileInput({"accept": ACCEPT}),
    )
    name = forms.CharField(label=gettext_lazy("您的姓名（可不填）"), max_length=60, required=False)
    unit = forms.CharField(label=gettext_lazy("所在单位（可不填）"), max_length=120, required=False)
    contact = forms.CharField(
        label=gettext_lazy("联系方式（可不填）"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("只有秘书处经办人员看得到，不会告诉被投诉的单位，也不会公开。"),
    )


def complaint(request: Request, programme: str, year: int) -> HttpResponse:
    """Take a complaint about one of an edition's recommending units."""
    edition = programmes.get(f"{programme}/{year}")
    definition = programmes.definition_of(edition)
    form = _form(request, edition, definition)
    if request.method == "POST" and form.is_valid():
        try:
            filed = _file(request, form, edition)
        except (RuleViolation, RuleViolations) as refused:
            form.add_error(None, reasons(refused))
        else:
            request.session[FILED] = filed.code
            return redirect("public:complaint-status")
    context = {"edition": edition, "definition": definition, "form": form}
    return render(request, "public/complaint.html", context)


def _form(request: Request, edition: Any, definition: Any) -> ComplaintForm:
    form = ComplaintForm(request.POST or None, request.FILES or None)
    units: Any = form.fields["recommender"]
    units.choices = [("", _("请选择")), *((str(one.pk), one.label) for one in queries.blamable(edition))]
    about: Any = form.fields["misconduct"]
    about.choices = [(bad.id, in_language(bad.label, bad.label_en)) for bad in definition.route.misconduct]
    return form


def _file(request: Request, form: ComplaintForm, edition: Any) -> Any:
    given = form.cleaned_data
    return actions.file_complaint(
        recommender_id=int(given["recommender"]),
        misconduct=given["misconduct"],
        complainant=Complainant(given["name"], given["unit"], given["contact"]),
        grounds=given["grounds"],
        evidence=sent(given["evidence"]),
        at=at_edition(request, edition),
    )


def status(request: Request) -> HttpResponse:
    """Tell how a complaint stands to whoever holds its code; the code never stands in an address."""
    fresh = request.session.pop(FILED, "")
    form = StatusForm(request.POST or ({"code": fresh} if fresh else None))
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = queries.complaint_by_code(read_verification_code(form.cleaned_data["code"]) or "")
        except NotFound:
            form.add_error("code", _("没有这个查询码，请核对后再试。"))
    return render(request, "public/complaint_status.html", {"form": form, "status": found, "fresh": fresh})
