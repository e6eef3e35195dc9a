"""The office's list of applications, and its export: exactly what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiping.journey.queries import lists
from zhiping.web.secretariat.bulk import choices
from zhiping.web.secretariat.list_columns import COLUMNS, WHOSE, Asked, Words
from zhiping.web.secretariat.saved_views import Views
from zhiping.web.shared import phases
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import edition_title
from zhiping.web.shared.sheets import csv_response, xlsx_response

PAGE = 100


def applications(request: Request) -> HttpResponse:
    """Show a page of the list with counts by phase, filters, sort and the choice of columns."""
    asked = Asked.of(request.GET)
    views = Views(request, "applications", asked.address())
    answered = views.answered()
    if answered is not None:
        return answered
    return render(request, "secretariat/lists/applications.html", views.context() | _context(request, asked))


def _context(request: Request, asked: Asked) -> dict[str, Any]:
    wanted, words, address = asked.wanted, Words(lists.editions_by_id()), asked.address()
    counts = lists.phase_counts(request.actor, wanted)
    paginator = Paginator(lists.cases(request.actor, wanted), PAGE)
    paginator.count = counts.get(wanted.phase, 0) if wanted.phase else sum(counts.values())
    page = paginator.get_page(request.GET.get("page"))
    return {
        "acts": choices(),
        "asked": asked,
        "page": page,
        "rows": _rows(page.object_list, asked, words),
        "headings": [_heading(column, asked) for column in asked.columns],
        "phases": _phases(counts, asked, words),
        "filters": _filters(asked, words),
        "columns": [{"id": c.id, "label": _(c.label), "shown": c in asked.columns} for c in COLUMNS],
        "query": f"&{address}" if address else "",
        "address": address,
        "list_name": "applications",
    }


def applications_csv(request: Request) -> HttpResponseBase:
    """Stream the list as CSV."""
    return csv_response("applications", *_table(request))


def applications_xlsx(request: Request) -> HttpResponseBase:
    """Hand out the list as a workbook."""
    return xlsx_response("applications", *_table(request))


def _table(request: Request) -> tuple[list[str], Any]:
    asked, words = Asked.of(request.GET), Words(lists.editions_by_id())
    rows = (asked.cells(row, words) for row in lists.every_row(request.actor, asked.wanted))
    return [_(column.label) for column in asked.columns], rows


def _rows(found: Iterable[dict[str, Any]], asked: Asked, words: Words) -> list[dict[str, Any]]:
    labels = [(column.id, _(column.label)) for column in asked.columns]
    before, after = reverse("case", args=[0]).split("0")
    return [
        {
            "pk": row["pk"],
            "title": row["title"],
            "href": f"{before}{row['pk']}{after}",
            "cells": [(*label, text) for label, text in zip(labels, asked.cells(row, words), strict=True)],
            "state_class": phases.state_class(row["phase"]),
        }
        for row in found
    ]


def _heading(column: Any, asked: Asked) -> dict[str, str]:
    """Return a heading; a click sorts by it, another one the other way round."""
    sort = asked.wanted.sort
    here = bool(column.sort) and sort.removeprefix("-") == column.sort
    backwards = here and sort.startswith("-")
    turned = column.sort if not here or backwards else f"-{column.sort}"
    return {
        "label": _(column.label),
        "href": f"?{asked.address(sort=turned)}" if column.sort else "",
        "order": ("descending" if backwards else "ascending") if here else "",
    }


def _phases(counts: dict[str, int], asked: Asked, words: Words) -> list[dict[str, Any]]:
    every = {"label": _("全部"), "n": sum(counts.values()), "href": f"?{asked.address(phase='')}", "id": ""}
    found = [
        {"label": label, "n": counts[phase], "href": f"?{asked.address(phase=phase)}", "id": phase}
        for phase, label in words.phases.items()
        if counts.get(phase)
    ]
    return [every, *found]


def _filters(asked: Asked, words: Words) -> list[dict[str, Any]]:
    wanted = asked.wanted
    editions = [(pk, edition_title(edition)) for pk, edition in words.editions.items()]
    choices = (
        ("edition", _("活动"), editions, wanted.edition),
        ("phase", _("状态"), list(words.phases.items()), wanted.phase),
        ("category", _("类别"), words.choices("category", wanted.edition), wanted.category),
        ("domain", _("领域"), words.choices("domain", wanted.edition), wanted.domain),
        ("recommender", _("推荐单位"), lists.recommender_names(wanted.edition), wanted.recommender),
        ("whose", _("审查承办"), [(value, _(text)) for value, text in WHOSE.items()], wanted.whose),
    )
    return [
        {"name": name, "label": label, "options": [(value, text, value == chosen) for value, text in options]}
        for name, label, options, chosen in choices
    ]
