"""What a recommending unit hands in before it may recommend: summary and statistics, edition by edition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.recommendation.rules import statistics
from zhiping.web.recommender.forms import FiguresForm, TextForm
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import cited, in_language
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
            except (RuleViolation, RuleViolations) as refused:
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
        _part(request, one, given.get(one.id)) | {"cited": cited(definition, one.source)}
        for one in definition.route.preconditions
    ]


def _part(request: Request, asked: Any, given: Any) -> dict[str, Any]:
    mine = request.method == "POST" and request.POST.get("kind") == asked.id
    sent_in: dict[str, Any] = {"data": request.POST if mine else None, "files": request.FILES if mine else None}
    if asked.table is None:
        form: Any = TextForm(**sent_in, initial={"text": given.text} if given else None, prefix=asked.id)
        return {"asked": asked, "given": given, "form": form, "rates": []}
    initial = {**given.figures, "remark": given.remark} if given else None
    form = FiguresForm(**sent_in, initial=initial, prefix=asked.id, table=asked.table)
    rates = statistics.rates(asked.table, queries.figures_of(given)) if given else []
    return {"asked": asked, "given": given, "form": form, "rates": rates, "names": _names(asked.table)}


def _names(table: Any) -> dict[str, str]:
    return {figure.id: in_language(figure.label, figure.label_en) for figure in table.figures}


def _hand_in(request: Request, register: Any, part: dict[str, Any]) -> None:
    form = part["form"]
    told = {"text": form.cleaned_data.get("text", ""), "remark": form.cleaned_data.get("remark", "")}
    if part["asked"].table is not None:
        told["figures"] = form.figures()
    actions.hand_in_precondition(
        recommender_id=register.pk,
        kind=part["asked"].id,
        sealed=sent(form.cleaned_data.get("sealed")),
        by=request.actor,
        at=at_edition(request, register.edition),
        **told,
    )
