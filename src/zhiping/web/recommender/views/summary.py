"""What a recommending unit hands in before it may recommend: summary and statistics, edition by edition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.definition.citing import cite
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries, rules
from zhiping.recommendation.actions import preconditions
from zhiping.web.recommender.forms import FiguresForm, TextForm
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.uploads import sent


def summary(request: Request) -> HttpResponse:
    """Show what the edition asks for and what was handed in; hand in one of them."""
    register, registers = chosen_register(request)
    parts = _parts(request, register) if register else []
    if request.method == "POST":
        part = next((p for p in parts if p["asked"].id == request.POST.get("kind")), None)
        if part is None:
            raise NotFound
        if part["form"].is_valid():
            try:
                _hand_in(request, register, part)
            except RuleViolation as refused:
                part["form"].add_error(None, reasons(refused))
            else:
                messages.success(request, _("已提交，可以在截止前随时更新。"))
                return redirect(f"{request.path}?edition={register.edition_id}")
    context = {"register": register, "registers": registers, "parts": parts}
    return render(request, "recommender/summary.html", context)


def _parts(request: Request, register: Any) -> list[dict[str, Any]]:
    given = queries.preconditions_of(register)
    definition = programmes.definition_of(register.edition)
    return [
        _part(request, one, given.get(one.id)) | {"cited": cite(definition, one.source)}
        for one in definition.route.preconditions
    ]


def _part(request: Request, asked: Any, given: Any) -> dict[str, Any]:
    counted = asked.id == preconditions.FIGURES
    mine = request.method == "POST" and request.POST.get("kind") == asked.id
    initial = (given.figures if counted else {"text": given.text}) if given else None
    kind = FiguresForm if counted else TextForm
    form = kind(request.POST if mine else None, request.FILES if mine else None, initial=initial, prefix=asked.id)
    rates = rules.rates(given.figures) if counted and given else []
    return {"asked": asked, "given": given, "form": form, "rates": rates, "counted": counted}


def _hand_in(request: Request, register: Any, part: dict[str, Any]) -> None:
    form = part["form"]
    told = {"figures": form.figures()} if part["counted"] else {"text": form.cleaned_data["text"]}
    actions.hand_in_precondition(
        recommender_id=register.pk,
        kind=part["asked"].id,
        sealed=sent(form.cleaned_data.get("sealed")),
        by=request.actor,
        at=at_edition(request, register.edition),
        **told,
    )
