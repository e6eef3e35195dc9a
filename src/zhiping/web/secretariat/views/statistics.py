"""Statistics: how many came how far, from where, with which level, year on year (requirements I5)."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from zhiping.decision.queries import strip
from zhiping.programmes import queries as programmes
from zhiping.reporting import queries
from zhiping.web.secretariat.filtered import table_response
from zhiping.web.secretariat.statistics_tables import Figure
from zhiping.web.shared import standing
from zhiping.web.shared.downloads import bytes_response
from zhiping.web.shared.http import Request


def statistics(request: Request) -> HttpResponse:
    """Show every edition with where it stands and the number of cases that were handed in."""
    entered, rows = queries.entered(), []
    for stand in strip.stands(list(programmes.editions())):
        now, tone = standing.in_words(stand)
        rows.append({"edition": stand.edition, "now": now, "tone": tone, "entered": entered.get(stand.edition.pk, 0)})
    return render(request, "secretariat/statistics/editions.html", {"rows": rows})


def edition(request: Request, edition_id: int) -> HttpResponse:
    """Show an edition's statistics, each as chart and table."""
    found = programmes.get_edition(edition_id)
    about = programmes.definition_of(found)
    figures = [Figure(one, about) for one in queries.tables(found, queries.names(found))]
    context = {"edition": found, "figures": [one for one in figures if one.table.lines]}
    return render(request, "secretariat/statistics/edition.html", context)


def file(request: Request, edition_id: int, table_id: str, kind: str) -> HttpResponseBase:
    """Hand out one statistic as CSV, as a workbook or as its picture. Raises: NotFound."""
    found = programmes.get_edition(edition_id)
    figure = Figure(queries.named(found, table_id), programmes.definition_of(found))
    name = f"{found.programme}-{found.year}-{table_id}"
    if kind == "svg":
        return bytes_response(figure.chart().encode(), "image/svg+xml", f"{name}.svg")
    return table_response(kind, name, *figure.sheet())
