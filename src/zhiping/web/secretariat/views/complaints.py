"""The office's case files on complaints about fees."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.secretariat.filtered import Filtered, Select
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import done
from zhiping.web.shared.downloads import serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import edition_title
from zhiping.web.shared.refusals import reasons, where_said
from zhiping.web.shared.uploads import sent

PAGE = 100


class NoteForm(forms.Form):
    """An entry of the case file."""

    text = forms.CharField(
        label=gettext_lazy("核查记录"), required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )
    file = forms.FileField(label=gettext_lazy("附件（可不传）"), required=False)


class FindingForm(forms.Form):
    """What is found, with the reasons."""

    proven = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[("yes", gettext_lazy("属实，取消推荐资格")), ("no", gettext_lazy("不属实"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("理由"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("投诉人凭查询码可以看到；属实的，同时告知该单位。请勿写出投诉人是谁。"),
    )


class AsideForm(forms.Form):
    """Why a proposed finding goes back."""

    reason = forms.CharField(
        label=gettext_lazy("退回核查的理由"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class RevealForm(forms.Form):
    """Why an officer has to know who complains."""

    reason = forms.CharField(
        label=gettext_lazy("查看的理由（记入日志）"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


def complaints(request: Request) -> HttpResponse:
    """List the complaints, open ones first; who filed them stands nowhere here."""
    editions = [(str(one.pk), edition_title(one)) for one in programmes.every_edition()]
    selects = [Select("state", _("状态"), queries.COMPLAINT_STATES), Select("edition", _("活动"), editions)]
    asked = Filtered(request, "complaints", selects=selects)
    if (answered := asked.answered()) is not None:
        return answered
    page = Paginator(queries.complaints(request.actor, **asked.chosen), PAGE).get_page(request.GET.get("page"))
    return render(request, "secretariat/complaints/list.html", {"page": page} | asked.context())


def complaint(request: Request, complaint_id: int) -> HttpResponse:
    """Show a case file; write in it, propose a finding, confirm a colleague's, see for a reason who complains."""
    found = queries.complaint(request.actor, complaint_id)
    posted = request.POST.get("act", "")
    sent_in = (request.POST, request.FILES)
    used = {act: kind(*sent_in) if act == posted else kind() for act, kind in FORMS.items()}
    who = _revealed(request, found, used[posted]) if posted == "reveal" else None
    if request.method == "POST" and posted != "reveal":
        if _done(request, found, posted, used.get(posted)):
            return redirect(request.path)
        found = queries.complaint(request.actor, complaint_id)
    definition = programmes.definition_of(found.recommender.edition)
    context = {
        "complaint": found,
        "who": who,
        "rule": next((bad for bad in definition.route.misconduct if bad.id == found.misconduct), None),
        "definition": definition,
        "shown": _shown(request, found),
        "may_confirm": found.state == "proposed" and found.proposed_by_id != request.actor.user_id,
        **{f"{act}_form": form for act, form in used.items()},
    }
    said = [str(why) for why in used[posted].non_field_errors()] if posted in used else []
    return where_said(request, render(request, "secretariat/complaints/case.html", context), said)


FORMS: dict[str, type[forms.Form]] = {
    "note": NoteForm,
    "finding": FindingForm,
    "aside": AsideForm,
    "reveal": RevealForm,
}


def _revealed(request: Request, found: Any, form: forms.Form) -> Any:
    """Return who complains, shown on this answer alone; None where no reason is given."""
    at = at_edition(request, found.recommender.edition)
    if not form.is_valid():
        return None
    try:
        given = form.cleaned_data["reason"]
        return actions.reveal_complainant(complaint_id=found.pk, reason=given, by=request.actor, at=at)
    except RuleViolation as refused:
        form.add_error("reason", reasons(refused)[0])
        return None


def _done(request: Request, found: Any, posted: str, form: forms.Form | None) -> bool:
    """Do what was posted; False when it was refused or is not filled in."""
    at = at_edition(request, found.recommender.edition)
    who: dict[str, Any] = {"complaint_id": found.pk, "by": request.actor, "at": at}
    if posted == "confirm":
        stale = _shown(request, found).reasons
        for reason in stale:
            messages.error(request, reason)
        confirm = partial(actions.confirm_finding, read=queries.finding_of(found), **who)
        return not stale and done(request, confirm, _("结论已确认，投诉已办结。"))
    if form is None:
        raise NotFound
    return form.is_valid() and done(request, *_act(posted, form.cleaned_data, who), form)


def _shown(request: Request, found: Any) -> Shown:
    return Shown(request, "recommendation.confirm_finding", f"complaint:{found.pk}", queries.finding_of(found))


def _act(posted: str, given: dict[str, Any], who: dict[str, Any]) -> tuple[Callable[[], object], str]:
    """Return the act of a form, and what is said once it is done."""
    match posted:
        case "note":
            act = partial(actions.note_complaint, text=given["text"], file=sent(given["file"]), **who)
            return act, _("已记入。")
        case "finding":
            proven = given["proven"] == "yes"
            proposed = partial(actions.propose_finding, proven=proven, answer=given["answer"], **who)
            return proposed, _("结论已提出，由另一位工作人员确认。")
        case _:
            return partial(actions.set_aside_finding, reason=given["reason"], **who), _("已退回核查。")


def file(request: Request, complaint_id: int, file_id: int) -> HttpResponseBase:
    """Hand out evidence or a file of the case file, always as a download."""
    stored = queries.file_of_complaint(request.actor, complaint_id, file_id)
    return serve(stored, stored.name)
