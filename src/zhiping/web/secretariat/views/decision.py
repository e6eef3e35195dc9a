"""The office's decision desk: where the lists stand, proposals and resolutions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import RuleViolation
from zhiping.decision import actions
from zhiping.decision.queries import approval
from zhiping.decision.queries import desk as desks
from zhiping.decision.queries.packs import Pack, pack_for_office
from zhiping.programmes import queries as programmes
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.secretariat.views.tabs import tabs
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language, level_names
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
    asked = _asked(request, edition)
    if (answered := asked.answered()) is not None:
        return answered
    if request.method == "POST":
        try:
            messages.success(request, _propose_or_resolve(request, edition))
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        return redirect("secretariat:proposals", edition_id)
    numbers = approval.numbers(edition)
    paginator = Paginator(approval.proposals(edition, asked.text, asked.chosen["level"]), PAGE)
    if not asked.text:
        paginator.count = numbers.shown(asked.chosen["level"])
    page = paginator.get_page(request.GET.get("page"))
    rows = [approval.proposal_row(case) for case in page.object_list]
    context = {"edition": edition, "rows": rows, "page": page, "numbers": numbers}
    context |= tabs("secretariat:proposals") | asked.context(file="secretariat:proposals-file", args=[edition_id])
    return render(request, "secretariat/decision/proposals.html", context)


def proposals_file(request: Request, edition_id: int, kind: str) -> HttpResponseBase:
    """Hand out the proposals as they are shown."""
    edition = programmes.get_edition(edition_id)
    asked = _asked(request, edition)
    heading = [
        _("编号"),
        _("成果"),
        _("小组"),
        _("单位"),
        _("组别"),
        _("得分"),
        _("名次"),
        _("建议等级"),
        _("同意"),
        _("已表决"),
    ]
    found = approval.proposals(edition, asked.text, asked.chosen["level"])
    return table_response(kind, f"proposals-{edition.key.replace('/', '-')}", heading, map(_cells, found))


def _cells(case: Any) -> list[str]:
    row, team = approval.proposal_row(case), case.team.name if case.team else case.person_name
    level = in_language(row.label, row.label_en) if row.level else _("不评等级")
    points, rank = row.basis.get("points"), row.basis.get("rank")
    figures = ["" if one is None else str(one) for one in (points, rank)]
    votes = [str(row.agreeing), str(row.voted)]
    group = " · ".join(in_language(option.label, option.label_en) for option in row.group)
    return [case.number or "", case.title, team, case.organisation.name, group, *figures, level, *votes]


def _asked(request: Request, edition: Any) -> Filtered:
    levels = list(level_names(programmes.definition_of(edition)).items())
    select = Select("level", _("建议等级"), [*levels, (approval.NO_LEVEL, _("不评等级"))])
    return Filtered(request, "proposals", _("成果、小组、单位、编号"), [select])


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
    levels = list(level_names(pack.definition).items())
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
