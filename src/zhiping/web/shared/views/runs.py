"""Acts on many cases that a job does: how far each is, and what became of every case."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiping.journey.queries import runs as queries
from zhiping.web.shared import run_words as words
from zhiping.web.shared.http import Request
from zhiping.web.shared.sheets import csv_response, xlsx_response

PAGE = 100


@require_safe
def runs(request: Request) -> HttpResponse:
    """List the acts on many cases that were left to a job in this capacity, newest first."""
    page = Paginator(queries.of_actor(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = [{"run": run, "label": _(words.LABELS[run.act])} for run in page.object_list]
    return render(request, "ui/runs.html", {"page": page, "rows": rows})


@require_safe
def run(request: Request, run_id: int) -> HttpResponse:
    """Show how far an act on many cases is, and its cases in their order, all or those of one state."""
    found = queries.get_run(request.actor, run_id)
    counts, state = queries.counts(found), _state(request)
    page = Paginator(queries.cases(request.actor, found, state), PAGE).get_page(request.GET.get("page"))
    context = {
        "run": found,
        "label": _(words.LABELS[found.act]),
        "back": words.BACK[found.act],
        "settled": found.total - found.waiting,  # type: ignore[attr-defined] # annotated
        "left": found.total - found.waiting - found.done,  # type: ignore[attr-defined] # annotated
        "states": _states(counts),
        "state": state,
        "page": page,
        "rows": [
            {"row": row, "why": words.told(row), "class": words.CLASSES.get(queries.STATES(row.state), "stop")}
            for row in page.object_list
        ],
        "address": urlencode({"state": state}) if state else "",
    }
    return render(request, "ui/run.html", context)


@require_safe
def run_csv(request: Request, run_id: int) -> HttpResponseBase:
    """Hand out what became of the cases shown as CSV."""
    return csv_response(f"run-{run_id}", *_table(request, run_id))


@require_safe
def run_xlsx(request: Request, run_id: int) -> HttpResponseBase:
    """Hand out what became of the cases shown as a workbook."""
    return xlsx_response(f"run-{run_id}", *_table(request, run_id))


def _table(request: Request, run_id: int) -> tuple[list[str], Any]:
    found = queries.cases(request.actor, queries.get_run(request.actor, run_id), _state(request))
    heading = [_("编号"), _("成果名称"), _("单位"), _("结果"), _("理由")]
    rows = [
        [
            row.application.number or "",
            row.application.title,
            row.application.organisation.name,
            str(row.get_state_display()),
            words.told(row),
        ]
        for row in found
    ]
    return heading, rows


def _state(request: Request) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in queries.STATES else ""


def _states(counts: dict[str, int]) -> list[dict[str, Any]]:
    every = {"id": "", "label": _("全部"), "n": sum(counts.values()), "href": "?"}
    found = [
        {"id": state.value, "label": state.label, "n": counts[state], "href": f"?state={state}"}
        for state in queries.STATES
        if counts.get(state)
    ]
    return [every, *found]
