"""The committee's proposals and votes; the guiding units' lists and sign-offs."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import RuleViolation
from zhiping.decision import actions
from zhiping.decision.queries import approval as queries
from zhiping.decision.queries import signing as signings
from zhiping.decision.queries.packs import Pack, pack_for_member
from zhiping.decision.rules.lists import told
from zhiping.programmes import queries as programmes
from zhiping.web.committee.forms import SignOffForm, VoteForm
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import level_names, list_table
from zhiping.web.shared.refusals import reasons

PAGE = 100


def proposals(request: Request) -> HttpResponse:
    """List the cases before the committee, by edition; cases in which the member has an interest are not there."""
    page = Paginator(queries.ballots(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"lists": queries.by_edition(page.object_list, request.actor), "page": page}
    return render(request, "committee/proposals.html", context)


def proposal(request: Request, application_id: int) -> HttpResponse:
    """Show the one-page pack of a case, and take the member's vote."""
    pack = pack_for_member(request.actor, application_id)
    levels = list(level_names(pack.definition).items())
    form = VoteForm(request.POST or None, levels=levels, initial=pack.my_vote)
    if request.method == "POST" and form.is_valid():
        try:
            _vote(request, pack, form.cleaned_data)
        except RuleViolation as refused:
            form.add_error(None, reasons(refused)[0])
        else:
            messages.success(request, _("表决已记录；审定前可以更改。"))
            return redirect("committee:proposal", pack.next_id) if pack.next_id else redirect("committee:proposals")
    return render(request, "committee/proposal.html", {"pack": pack, "form": form})


def _vote(request: Request, pack: Pack, given: dict[str, str]) -> None:
    actions.vote(
        application_id=pack.case.pk,
        agrees=given["agrees"] == "yes",
        proposed=request.POST.get("proposed"),
        level=given["level"],
        reason=given["reason"],
        by=request.actor,
        at=programmes.now(pack.case.edition),
    )


def lists(request: Request) -> HttpResponse:
    """List the resolved lists that ask for this guiding unit's word."""
    return render(request, "committee/lists.html", {"rows": signings.lists_to_sign(request.actor)})


def signing(request: Request, edition_id: int) -> HttpResponse:
    """Show a resolved list with its hash, and take the unit's word on exactly this list."""
    found, rows = signings.list_to_sign(request.actor, edition_id)
    form = SignOffForm(request.POST or None, bodies=found.bodies, initial={"list_hash": found.list_hash})
    if request.method == "POST" and form.is_valid():
        try:
            _sign(request, edition_id, form.cleaned_data)
        except RuleViolation as refused:
            form.add_error(None, reasons(refused)[0])
        else:
            messages.success(request, _("会签意见已记录，并与本名单的指纹绑定。"))
            return redirect("committee:list", edition_id)
    definition = programmes.definition_of(found.edition)
    context = list_table(definition, rows, told(definition, rows))
    return render(request, "committee/list.html", {"list": found, "form": form} | context)


def _sign(request: Request, edition_id: int, given: dict[str, str]) -> None:
    actions.sign_off(
        edition_id=edition_id,
        body=given["body"],
        list_hash=given["list_hash"],
        agrees=given["verdict"] == "agreed",
        comment=given["comment"],
        by=request.actor,
        at=programmes.now(programmes.get_edition(edition_id)),
    )
