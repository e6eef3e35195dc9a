"""The cases sent to a recommending unit, edition by edition, with its quotas."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from zhiping.core.errors import NotFound
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared import phases
from zhiping.web.shared.casefile import chosen
from zhiping.web.shared.http import Request

PAGE = 100


def applications(request: Request) -> HttpResponse:
    """List the cases of one edition, the waiting ones first."""
    if phase := request.GET.get("phase"):
        return _in_phase(request, phase)
    register, registers = chosen_register(request, listing=True)
    context: dict[str, Any] = {"register": register, "registers": registers}
    if register is not None:
        definition = programmes.definition_of(register.edition)
        page = Paginator(queries.cases_sent_to(request.actor, register.edition_id), PAGE).get_page(
            request.GET.get("page")
        )
        context |= {
            "page": page,
            "definition": definition,
            "query": f"&edition={register.edition_id}",
            "rows": [_row(case, definition) for case in page.object_list],
            "headings": [name for name in ("category", "domain") if name in definition.dimensions],
            "meters": queries.meters(list(page.object_list)),
            "lifted": queries.lifted(register),
            "missing": queries.missing_preconditions(register),
            "window": queries.recommending_window(register.edition),
            "scores": definition.route.recommender_scores,
        }
    return render(request, "recommender/applications.html", context)


def _in_phase(request: Request, phase: str) -> HttpResponse:
    """List the cases of all editions that stand in one phase: what a number at home counts."""
    if phase not in phases.LABELS:
        raise NotFound
    page = Paginator(queries.cases_in_phase(request.actor, phase), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "label": phases.phase_label(phase), "query": f"&phase={phase}"}
    return render(request, "recommender/in_phase.html", context)


def _row(case: Any, definition: Any) -> dict[str, Any]:
    called = {one["id"]: one for one in chosen(definition, case.dimensions)}
    return {
        "case": case,
        "state": phases.state_label(case.state, case.phase),
        "state_class": phases.state_class(case.phase),
        "category": called.get("category"),
        "domain": called.get("domain"),
        "given": case.given[0] if case.given else None,
    }
