"""How the formal check of an edition goes: how long, how often asked, what lies open, with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from zhiping.core.errors import NotFound
from zhiping.programmes import queries as programmes
from zhiping.screening import queries
from zhiping.web.secretariat.filtered import table_response
from zhiping.web.secretariat.screening_tables import Sheet, sheets
from zhiping.web.shared.downloads import bytes_response
from zhiping.web.shared.http import Request

if TYPE_CHECKING:
    from zhiping.programmes.models import Edition


def figures(request: Request, edition_id: int) -> HttpResponse:
    """Show the figures of an edition's formal check, each as a table with its files."""
    edition = programmes.get_edition(edition_id)
    return render(request, "secretariat/screening/figures.html", {"edition": edition, "sheets": _sheets(edition)})


def file(request: Request, edition_id: int, table_id: str, kind: str) -> HttpResponseBase:
    """Hand out one of the tables as CSV or as a workbook, or its chart as a picture. Raises: NotFound."""
    edition = programmes.get_edition(edition_id)
    sheet = next((one for one in _sheets(edition) if one.id == table_id), None)
    if sheet is None or (kind == "svg" and not sheet.drawn):
        raise NotFound
    name = f"{edition.programme}-{edition.year}-screening-{table_id}"
    if kind == "svg":
        return bytes_response(sheet.chart().encode(), "image/svg+xml", f"{name}.svg")
    return table_response(kind, name, sheet.columns, sheet.rows)


def _sheets(edition: Edition) -> list[Sheet]:
    return sheets(queries.figures(edition, programmes.now(edition)))
