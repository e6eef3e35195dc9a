"""The office's decision desk: where the lists stand, proposals and resolutions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import RuleViolation
from zhiping.decision import actions
from zhiping.decision.queries import approval
from zhiping.decision.queries import desk as desks
from zhiping.decision.queries.packs import Pack, pack_for_office
from zhiping.programmes import queries as programmes
from zhiping.web.secretariat.views.tabs import tabs
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons

PAGE = 100


class LevelForm(forms.Form):
    """A level and why."""

    level = forms.ChoiceField(label=gettext_lazy("等级"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [*levels, ("", _("不评等级"))]  # type: ignore[attr-defined]


def desk(request: Request) -> HttpResponse:
    """List the editions with what waits at this desk."""
    return render(request, "secretariat/decision/desk.html", {"rows": desks.desk_rows()})


def proposals(request: Request, edition_id: int) -> HttpResponse:
    """Show the proposals with the level counts beside the rule; propose, and record what was voted."""
    edition = programmes.get_edition(edition_id)
    if request.method == "POST":
        try:
            messages.success(request, _propose_or_resolve(request, edition))
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        return redirect("secretariat:proposals", edition_id)
    numbers = approval.numbers(edition)
    paginator = Paginator(approval.proposals(edition), PAGE)
    paginator.count = numbers.proposed
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "rows": [approval.proposal_row(case) for case in page.object_list],
        "page": page,
        "numbers": numbers,
        "committee_size": len(approval.committee()),
    }
    return render(request, "secretariat/decision/proposals.html", context | tabs("secretariat:proposals"))


def _propose_or_resolve(request: Request, edition: Any) -> str:
    """Do what the button asks for; return what to say."""
    who: dict[str, Any] = {"edition_id": edition.pk, "by": request.actor, "at": programmes.now(edition)}
    if "propose" in request.POST:
        return _("已为 %(n)s 项成果提出建议等级。") % {"n": len(actions.propose(**who))}
    done, left = actions.resolve_as_voted(**who)
    return _("已记录 %(n)s 项审定结果；%(left)s 项须逐项记录。") % {"n": len(done), "left": len(left)}


def proposal(request: Request, application_id: int) -> HttpResponse:
    """Change one proposal, record one resolution, amend it before the notice, or choose the case for forwarding."""
    pack = pack_for_office(request.actor, application_id)
    levels = [(o.id, in_language(o.label, o.label_en)) for o in pack.definition.levels]
    standing = pack.resolution.level if pack.resolution else pack.proposal.level if pack.proposal else ""
    form = LevelForm(request.POST or None, levels=levels, initial={"level": standing})
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, pack, form.cleaned_data)
        except RuleViolation as refused:
            form.add_error(None, reasons(refused)[0])
        else:
            messages.success(request, _("已记录。"))
            return redirect("secretariat:proposal", application_id)
    context = {"pack": pack, "form": form, "forwardings": desks.forwardings_open_to(pack.case)}
    return render(request, "secretariat/decision/proposal.html", context)


def _act(request: Request, pack: Pack, given: dict[str, str]) -> None:
    who: dict[str, Any] = {"application_id": pack.case.pk, "by": request.actor, "at": programmes.now(pack.case.edition)}
    level, reason = given["level"], given["reason"]
    if "forward" in request.POST:
        actions.forward(to=request.POST["forward"], **who)
    elif "resolve" in request.POST:
        actions.resolve(level=level, reason=reason, **who)
    elif "amend" in request.POST:
        actions.amend(level=level, reason=reason, **who)
    else:
        actions.change_proposal(level=level, reason=reason, **who)
