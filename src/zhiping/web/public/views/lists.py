"""Published lists, on the page and as files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from zhiping.core.errors import NotFound
from zhiping.decision.queries import publications as queries
from zhiping.decision.rules.lists import columns, counts, of_places, told
from zhiping.documents import actions as documents
from zhiping.programmes import queries as programmes
from zhiping.web.public import long_lists, presenting
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import list_headings, list_words

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def publications(request: Request) -> HttpResponse:
    """List what has been published, newest first."""
    return render(request, "public/publications.html", {"publications": queries.released()})


def publication(request: Request, publication_id: int) -> HttpResponse:
    """Show one published list, a page of it where it is long."""
    found = queries.publication(publication_id)
    definition = programmes.definition_of(found.edition)
    called, places = list_words(definition), told(definition, found.rows)
    context: dict[str, Any] = {
        "publication": found,
        "edition": found.edition,
        "columns": list_headings(definition, places),
        "counts": [(called[level], count) for level, count in counts(definition, found.rows)],
    } | long_lists.page_of(request, long_lists.matching(found.rows, long_lists.asked(request)))
    context["groups"] = presenting.groups([(None, row) for row in context["page"]], places, called)
    return render(request, "public/publication.html", context)


def publication_file(request: Request, publication_id: int, kind: str) -> HttpResponse:
    """Hand out the list as xlsx, CSV or PDF: exactly the rows of the page."""
    found = queries.publication(publication_id)
    if kind not in TYPES:
        raise NotFound
    definition = programmes.definition_of(found.edition)
    places = told(definition, found.rows)
    heads, rows = of_places(columns(definition), places), [of_places(row["cells"], places) for row in found.rows]
    if kind == "xlsx":
        content = documents.xlsx_table(heads, rows, name="名单")
    elif kind == "csv":
        content = documents.csv_table(heads, rows)
    else:
        data = presenting.list_sheet(found, definition, settings.ASSOCIATION)
        # on the day it appears everybody asks for it; one too long for a page is too large to keep
        typeset = documents.typeset_once if len(found.rows) <= long_lists.PAGE else documents.typeset
        content = typeset("published_list", data, at=found.released_at or found.prepared_at)
    name = f"{found.edition.key.replace('/', '-')}-{found.list_hash[:8]}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)
